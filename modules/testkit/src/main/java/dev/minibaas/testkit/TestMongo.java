package dev.minibaas.testkit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/** One document database and the way past the service into it. */
public final class TestMongo implements AutoCloseable {
  private final String uri;
  private final String name;
  private final boolean real;
  private final MongoClient client;

  TestMongo(String uri, String name, boolean real) {
    this.uri = uri;
    this.name = name;
    this.real = real;
    this.client = MongoClients.create(uri);
  }

  /** Whether it is a MongoDB and not the embedded server. */
  public boolean isReal() {
    return real;
  }

  public MongoDatabase database() {
    return client.getDatabase(name);
  }

  /** Everything in a collection, of whomever, by id. */
  public List<BsonDocument> all(String collection) {
    return database()
        .getCollection(collection, BsonDocument.class)
        .find()
        .sort(BsonDocument.parse("{_id: 1}"))
        .into(new ArrayList<>());
  }

  /** With the database's name in it. */
  public String uri() {
    return uri.replaceFirst("^(mongodb://[^/?]+)/?[^?]*", "$1/" + name);
  }

  /** The settings under which a service finds this database. */
  public Map<String, String> settings() {
    return Map.of("MONGO_URI", uri, "MONGO_DB_NAME", name);
  }

  /** Drops the database. */
  @Override
  public void close() {
    database().drop();
    client.close();
  }
}
