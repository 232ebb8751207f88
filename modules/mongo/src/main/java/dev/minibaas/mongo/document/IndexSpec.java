package dev.minibaas.mongo.document;

import java.util.StringJoiner;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * An index as the service role asks for it. Since every query names an owner, the owner comes
 * first; a unique index is unique for each owner, and tells nobody what others have. {@code
 * "global": true} leaves the keys as they are, and so does an expiry, which can have one key only.
 *
 * @param bson as the command {@code createIndexes} takes it
 */
public record IndexSpec(BsonDocument bson) {
  private static final int MAX_KEYS = 10;

  /** {@code {"keys": {"field": 1 or -1}, "options": {…}}}. */
  public static IndexSpec parse(BsonValue body) {
    BsonDocument asked = Pipeline.object(body, "an index's request");
    if (!(asked.get("keys") instanceof BsonDocument keys)
        || keys.isEmpty()
        || keys.size() > MAX_KEYS) {
      throw Documents.payload("keys is an object of 1 to " + MAX_KEYS + " fields");
    }
    for (String name : asked.keySet()) {
      if (!name.equals("keys") && !name.equals("options")) {
        throw Documents.payload("an index's request has the fields keys and options");
      }
    }
    return of(keys, Pipeline.object(asked.get("options", new BsonDocument()), "options"));
  }

  private static IndexSpec of(BsonDocument keys, BsonDocument options) {
    boolean verbatim =
        BsonBoolean.TRUE.equals(options.get("global"))
            || options.containsKey("expireAfterSeconds")
            || keys.getFirstKey().equals(Names.OWNER);
    BsonDocument all = verbatim ? new BsonDocument() : first();
    keys.forEach((path, direction) -> {
      Pipeline.requirePath(path);
      if (!direction.isInt32() || Math.abs(direction.asInt32().getValue()) != 1) {
        throw Documents.payload("keys has 1 or -1 for each field");
      }
      all.put(Names.stored(path), direction);
    });
    BsonDocument index = new BsonDocument("key", all).append("name", name(all));
    options.forEach((name, value) -> {
      BsonValue checked = option(name, value);
      if (!name.equals("global")) {
        index.put(name, checked);
      }
    });
    return new IndexSpec(index);
  }

  private static BsonDocument first() {
    return new BsonDocument(Names.OWNER, new BsonInt32(1));
  }

  private static BsonString name(BsonDocument keys) {
    StringJoiner name = new StringJoiner("_");
    keys.forEach((path, direction) -> name.add(path).add("" + direction.asInt32().getValue()));
    return new BsonString(name.toString());
  }

  private static BsonValue option(String name, BsonValue value) {
    boolean fits =
        switch (name) {
          case "unique", "sparse", "global" -> value.isBoolean();
          case "expireAfterSeconds" -> value.isInt32() && value.asInt32().getValue() >= 0;
          case "name" -> value.isString() && CollectionName.isName(value.asString().getValue());
          case "partialFilterExpression" -> value.isDocument();
          default -> false;
        };
    if (!fits) {
      throw Documents.payload(
          "options has name, unique, sparse, expireAfterSeconds, partialFilterExpression and global"
              + " only, each of its type");
    }
    return name.equals("partialFilterExpression") ? Filter.ofStage(value) : value;
  }

  public String indexName() {
    return bson.getString("name").getValue();
  }
}
