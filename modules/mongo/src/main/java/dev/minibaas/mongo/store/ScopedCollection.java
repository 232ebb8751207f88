package dev.minibaas.mongo.store;

import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.mongo.document.Names;
import dev.minibaas.mongo.document.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One collection as one owner has it: every condition that reaches MongoDB has the owner in it, and
 * every document that is written has the owner on it. Filters, updates and stages must have been
 * checked by package {@code document}.
 */
public final class ScopedCollection {
  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private final BsonString owner;
  private final CollectionName name;
  private final MongoCollection<RawBsonDocument> collection;
  private final ScopedCollections all;

  ScopedCollection(
      Owner owner,
      CollectionName name,
      MongoCollection<RawBsonDocument> collection,
      ScopedCollections all) {
    this.owner = new BsonString(owner.id());
    this.name = name;
    this.collection = collection;
    this.all = all;
  }

  /** A part of a listing. */
  public record Page(
      BsonDocument filter,
      BsonDocument sort,
      @Nullable BsonDocument projection,
      int offset,
      int limit) {}

  public @Nullable RawBsonDocument find(ObjectId id) {
    return counted("findOne", () -> collection.find(owned(id)).first());
  }

  public List<RawBsonDocument> find(Page page) {
    return counted(
        "find",
        () -> {
          FindIterable<RawBsonDocument> found =
              collection
                  .find(owned(page.filter))
                  .sort(page.sort)
                  .skip(page.offset)
                  .limit(page.limit)
                  .maxTime(millis(), TimeUnit.MILLISECONDS);
          if (page.projection != null) {
            found = found.projection(page.projection);
          }
          return found.into(new ArrayList<>(page.limit));
        });
  }

  public long count(BsonDocument filter) {
    return counted(
        "count",
        () ->
            collection.countDocuments(
                owned(filter), new CountOptions().maxTime(millis(), TimeUnit.MILLISECONDS)));
  }

  public List<RawBsonDocument> aggregate(List<BsonDocument> stages) {
    List<BsonDocument> scoped = new ArrayList<>(stages.size() + 1);
    scoped.add(new BsonDocument("$match", owned()));
    scoped.addAll(stages);
    return counted(
        "aggregate",
        () ->
            collection
                .aggregate(scoped)
                .allowDiskUse(false)
                .maxTime(millis(), TimeUnit.MILLISECONDS)
                .into(new ArrayList<>()));
  }

  /** Creates one document, and returns it as it is stored. */
  public RawBsonDocument insert(BsonDocument document, Instant now) {
    RawBsonDocument stored =
        stored(new ObjectId(), document, new BsonDateTime(now.toEpochMilli()), now);
    return counted(
        "insert",
        () -> {
          all.index(name);
          collection.insertOne(stored);
          return stored;
        });
  }

  /** Creates all of them or, when one is refused, none. */
  public List<RawBsonDocument> insert(List<BsonDocument> documents, Instant now) {
    List<RawBsonDocument> stored = new ArrayList<>(documents.size());
    BsonArray ids = new BsonArray();
    for (BsonDocument document : documents) {
      ObjectId id = new ObjectId();
      ids.add(new BsonObjectId(id));
      stored.add(stored(id, document, new BsonDateTime(now.toEpochMilli()), now));
    }
    return counted(
        "insert",
        () -> {
          all.index(name);
          try {
            collection.insertMany(stored);
          } catch (MongoException e) {
            remove(ids, e);
            throw e;
          }
          return stored;
        });
  }

  /** What was created before another document was refused. */
  private void remove(BsonArray ids, MongoException cause) {
    try {
      collection.deleteMany(owned(new BsonDocument(Names.ID, new BsonDocument("$in", ids))));
    } catch (MongoException e) {
      cause.addSuppressed(e);
    }
  }

  /** Changes a document, and returns what it became; null when there is none. */
  public @Nullable RawBsonDocument update(ObjectId id, BsonDocument update) {
    return counted(
        "update",
        () ->
            collection.findOneAndUpdate(
                owned(id),
                update,
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
  }

  /** Puts another document in a document's place; null when there is none. */
  public @Nullable RawBsonDocument replace(ObjectId id, BsonDocument document, Instant now) {
    return counted(
        "update",
        () -> {
          RawBsonDocument before = collection.find(owned(id)).first();
          if (before == null) {
            return null;
          }
          BsonValue created = before.get(Names.CREATED, new BsonDateTime(now.toEpochMilli()));
          return collection.findOneAndReplace(
              owned(id),
              stored(id, document, created, now),
              new FindOneAndReplaceOptions().returnDocument(ReturnDocument.AFTER));
        });
  }

  /** Tells whether there was one. */
  public boolean delete(ObjectId id) {
    return counted("delete", () -> collection.deleteOne(owned(id)).getDeletedCount() == 1);
  }

  private RawBsonDocument stored(
      ObjectId id, BsonDocument document, BsonValue created, Instant now) {
    BsonDocument stored = new BsonDocument(Names.ID, new BsonObjectId(id));
    for (Map.Entry<String, BsonValue> field : document.entrySet()) {
      stored.append(field.getKey(), field.getValue());
    }
    // last, so that nothing of the client's can stand in their place
    stored.put(Names.ID, new BsonObjectId(id));
    stored.put(Names.OWNER, owner);
    stored.put(Names.CREATED, created);
    stored.put(Names.UPDATED, new BsonDateTime(now.toEpochMilli()));
    return new RawBsonDocument(stored, CODEC);
  }

  private BsonDocument owned() {
    return new BsonDocument(Names.OWNER, owner);
  }

  private BsonDocument owned(ObjectId id) {
    return new BsonDocument(Names.ID, new BsonObjectId(id)).append(Names.OWNER, owner);
  }

  /** The condition, whatever it says, and the owner. */
  private BsonDocument owned(BsonDocument filter) {
    return filter.isEmpty()
        ? owned()
        : new BsonDocument("$and", new BsonArray(List.of(owned(), filter)));
  }

  private long millis() {
    return all.maxTime().toMillis();
  }

  private <T extends @Nullable Object> T counted(String operation, Supplier<T> work) {
    return all.counted(name.value(), operation, work);
  }
}
