package dev.minibaas.mongo.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.mongo.document.Owner;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The only way to a collection: what it hands out is narrowed to one owner already. A rule of the
 * architecture's tests keeps every other class from the driver's collections.
 */
public final class ScopedCollections {
  private static final int MAX_REMEMBERED = 10_000;

  /** What listings of one owner sort by unless they are asked otherwise. */
  private static final BsonDocument OWNER_INDEX =
      new BsonDocument("owner_id", new BsonInt32(1))
          .append("created_at", new BsonInt32(-1))
          .append("_id", new BsonInt32(-1));

  private final MongoConnection connection;
  private final MongoDatabase database;
  private final Operations operations;
  private final Set<String> indexed = ConcurrentHashMap.newKeySet();

  public ScopedCollections(MongoConnection connection, Operations operations) {
    this.connection = connection;
    this.database = connection.database();
    this.operations = operations;
  }

  public ScopedCollection of(Owner owner, CollectionName name) {
    return new ScopedCollection(owner, name, collection(name), this);
  }

  private MongoCollection<RawBsonDocument> collection(CollectionName name) {
    return database.getCollection(name.value(), RawBsonDocument.class);
  }

  /** Every operation goes through here. */
  <T extends @Nullable Object> T counted(String collection, String operation, Supplier<T> work) {
    return operations.counted(
        collection,
        operation,
        () -> {
          connection.requireServer();
          return work.get();
        });
  }

  Duration maxTime() {
    return connection.maxTime();
  }

  /** Before the first document of a collection that this node writes. */
  void index(CollectionName name) {
    if (indexed.contains(name.value())) {
      return;
    }
    collection(name).createIndex(OWNER_INDEX);
    if (indexed.size() < MAX_REMEMBERED) {
      indexed.add(name.value());
    }
  }

  /** The collection is gone, and its indexes with it. */
  void forget(CollectionName name) {
    indexed.remove(name.value());
  }
}
