package dev.minibaas.mongo.http;

import dev.minibaas.mongo.MongoConfig;
import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.mongo.document.IndexSpec;
import dev.minibaas.mongo.document.JsonBson;
import dev.minibaas.mongo.document.Validator;
import dev.minibaas.mongo.store.Catalogue;
import dev.minibaas.mongo.store.MongoConnection;
import dev.minibaas.mongo.store.Operations;
import dev.minibaas.mongo.store.ScopedCollections;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.log.Log;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The module's parts, wired together by hand; a server's CDI or a test both start this. */
final class MongoModule implements AutoCloseable {
  private static final Logger LOG = Log.of(MongoModule.class);

  /** What documents of the demo collection have. */
  private static final String DEMO =
      """
      {"validator":{"$jsonSchema":{"bsonType":"object","required":["owner_id","name"],"properties":
      {"name":{"bsonType":"string"},"price":{"bsonType":"number"}}}}}
      """;

  private static final String DEMO_INDEX = "{\"keys\":{\"name\":1}}";

  private final MongoConnection connection;
  private final MongoEngine engine;
  private final Catalogue catalogue;
  private final Thread preparation;

  private MongoModule(MongoConfig config, Operations operations) {
    this.connection = new MongoConnection(config.store());
    ScopedCollections collections = new ScopedCollections(connection, operations);
    this.catalogue = new Catalogue(connection, collections);
    this.engine =
        new MongoEngine(
            connection,
            new DocumentCalls(collections, config.maxBodyBytes(), Clock.systemUTC()),
            new AdminCalls(catalogue, config.maxBodyBytes()));
    this.preparation = new Thread(() -> prepare(config.demoCollection()), "mongo-preparation");
    preparation.setDaemon(true);
  }

  /** Does not wait for MongoDB; the demo collection is made as soon as it answers. */
  static MongoModule start(MongoConfig config, Operations operations) {
    MongoModule module = new MongoModule(config, operations);
    if (config.demoCollection() != null) {
      module.preparation.start();
    }
    return module;
  }

  private void prepare(@Nullable String name) {
    try {
      while (name != null && !prepared(CollectionName.of(name))) {
        TimeUnit.SECONDS.sleep(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean prepared(CollectionName name) {
    try {
      catalogue.validate(name, Validator.parse(JsonBson.read(DEMO)));
      catalogue.createIndex(name, IndexSpec.parse(JsonBson.read(DEMO_INDEX)));
      return true;
    } catch (ApiError e) {
      LOG.log(Level.WARNING, "the demo collection has to wait: {0}", e.getMessage());
      return false;
    } catch (IllegalStateException e) {
      return true; // closed meanwhile
    }
  }

  MongoConnection connection() {
    return connection;
  }

  MongoEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    preparation.interrupt();
    connection.close();
  }
}
