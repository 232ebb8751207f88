package dev.minibaas.mongo.store;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.mongo.document.IndexSpec;
import dev.minibaas.mongo.document.Validator;
import dev.minibaas.platform.log.Log;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Collections as such: their names, validators and indexes. It sends commands of the administration
 * and reads no document.
 */
public final class Catalogue {
  private static final Logger LOG = Log.of(Catalogue.class);
  private static final int NAMESPACE_NOT_FOUND = 26;
  private static final int INDEX_NOT_FOUND = 27;
  private static final int NAMESPACE_EXISTS = 48;
  private static final int COMMAND_NOT_FOUND = 59;

  private final MongoDatabase database;
  private final ScopedCollections collections;

  public Catalogue(MongoConnection connection, ScopedCollections collections) {
    this.database = connection.database();
    this.collections = collections;
  }

  /** Those that clients can name, by name: {@code {name, type, options}}. */
  public List<BsonDocument> collections() {
    return collections.counted(
        "",
        "listCollections",
        () -> {
          List<BsonDocument> found = new ArrayList<>();
          database
              .listCollections(BsonDocument.class)
              .forEach(each -> {
                if (CollectionName.isName(each.getString("name").getValue())) {
                  found.add(each);
                }
              });
          found.sort(Comparator.comparing(each -> each.getString("name").getValue()));
          return found;
        });
  }

  public @Nullable BsonDocument collection(CollectionName name) {
    return collections().stream()
        .filter(each -> each.getString("name").getValue().equals(name.value()))
        .findFirst()
        .orElse(null);
  }

  /** Sets a collection's validator; creates the collection when it isn't there. */
  public void validate(CollectionName name, Validator validator) {
    collections.counted(
        name.value(),
        "validate",
        () -> {
          if (collection(name) == null && created(name, validator)) {
            collections.index(name);
            return true;
          }
          BsonDocument change = new BsonDocument("collMod", new BsonString(name.value()));
          change.putAll(validator.options());
          if (isRefused(change, COMMAND_NOT_FOUND)) {
            LOG.log(Level.WARNING, "this server has no validators: {0} has none", name);
          }
          collections.index(name);
          return true;
        });
  }

  /** False when somebody else was faster. */
  private boolean created(CollectionName name, Validator validator) {
    BsonDocument creation = new BsonDocument("create", new BsonString(name.value()));
    creation.putAll(validator.options());
    return !isRefused(creation, NAMESPACE_EXISTS);
  }

  /** Deletes a collection with everybody's documents. Tells whether there was one. */
  public boolean drop(CollectionName name) {
    return collections.counted(
        name.value(),
        "drop",
        () -> {
          if (collection(name) == null) {
            return false;
          }
          collections.forget(name);
          return !isRefused(
              new BsonDocument("drop", new BsonString(name.value())), NAMESPACE_NOT_FOUND);
        });
  }

  public void createIndex(CollectionName name, IndexSpec index) {
    collections.counted(
        name.value(),
        "createIndex",
        () ->
            database.runCommand(
                new BsonDocument("createIndexes", new BsonString(name.value()))
                    .append("indexes", new BsonArray(List.of(index.bson())))));
  }

  public List<BsonValue> indexes(CollectionName name) {
    return collections.counted(
        name.value(),
        "listIndexes",
        () -> {
          if (collection(name) == null) {
            return List.of();
          }
          BsonDocument answer =
              database.runCommand(
                  new BsonDocument("listIndexes", new BsonString(name.value()))
                      .append("cursor", new BsonDocument("batchSize", new BsonInt32(1000))),
                  BsonDocument.class);
          return answer.getDocument("cursor").getArray("firstBatch").getValues();
        });
  }

  /** Tells whether there was one. */
  public boolean dropIndex(CollectionName name, String index) {
    return collections.counted(
        name.value(),
        "dropIndex",
        () -> {
          if (indexes(name).stream()
              .noneMatch(each -> each.asDocument().getString("name").getValue().equals(index))) {
            return false;
          }
          collections.forget(name);
          return !isRefused(
              new BsonDocument("dropIndexes", new BsonString(name.value()))
                  .append("index", new BsonString(index)),
              INDEX_NOT_FOUND);
        });
  }

  private boolean isRefused(BsonDocument command, int code) {
    try {
      database.runCommand(command);
      return false;
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == code) {
        return true;
      }
      throw e;
    }
  }
}
