package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A change of one document. A plain object sets its fields; as a JSON merge patch (RFC 7396) it
 * goes into objects, and null removes; an object of operators is built anew out of the allowed
 * ones.
 */
public final class Patch {
  private static final Set<String> WRAPPERS = Set.of("patch", "document", "data");
  private static final Set<String> NUMERIC = Set.of("$inc", "$mul");
  private static final Set<String> VALUED = Set.of("$set", "$min", "$max");
  private static final Set<String> LISTS = Set.of("$push", "$addToSet");
  private static final int MAX_FIELDS = 200;

  private final BsonDocument update = new BsonDocument();
  private int fields;

  private Patch() {}

  /**
   * The update that a body asks for, with the time of the change.
   *
   * @param merges whether the body is a merge patch
   * @throws ApiError {@code invalid_payload} or {@code forbidden_fields}
   */
  public static BsonDocument update(BsonValue body, boolean merges, Instant now) {
    BsonDocument changes = unwrapped(body);
    Patch patch = new Patch();
    if (changes.isEmpty()) {
      throw Documents.payload("a patch changes at least one field");
    }
    if (changes.getFirstKey().startsWith("$")) {
      patch.operators(changes);
    } else if (merges) {
      patch.merge("", changes);
    } else {
      changes.forEach((name, value) -> {
        requireWritablePlain(name);
        patch.add("$set", name, plain(value));
      });
    }
    patch.add("$set", Names.UPDATED, new BsonDateTime(now.toEpochMilli()));
    return patch.update;
  }

  private static BsonDocument unwrapped(BsonValue body) {
    if (!(body instanceof BsonDocument object)) {
      throw Documents.payload("a patch is a JSON object");
    }
    if (object.size() == 1
        && WRAPPERS.contains(object.getFirstKey())
        && object.get(object.getFirstKey()) instanceof BsonDocument inner) {
      return inner;
    }
    return object;
  }

  private void merge(String prefix, BsonDocument changes) {
    changes.forEach((name, value) -> {
      if (prefix.isEmpty()) {
        requireWritablePlain(name);
      }
      requireName(name);
      String path = prefix + name;
      switch (value) {
        case BsonDocument object when !object.isEmpty() -> merge(path + ".", object);
        case BsonValue absent when absent.isNull() -> add("$unset", path, new BsonString(""));
        default -> add("$set", path, plain(value));
      }
    });
  }

  private void operators(BsonDocument changes) {
    changes.forEach((operator, operand) -> {
      if (!(operand instanceof BsonDocument object) || object.isEmpty()) {
        throw Documents.payload("each operator of a patch takes an object of fields");
      }
      object.forEach((path, value) -> {
        requireWritablePath(path);
        add(operator, path, operand(operator, value));
      });
    });
  }

  private static BsonValue operand(String operator, BsonValue value) {
    if (NUMERIC.contains(operator)) {
      return required(value, value.isNumber(), operator + " takes numbers");
    }
    if (VALUED.contains(operator)) {
      return plain(value);
    }
    if (LISTS.contains(operator)) {
      return element(operator, value);
    }
    return switch (operator) {
      case "$unset" -> new BsonString("");
      case "$pull" -> plain(value);
      case "$pop" -> required(value, isOne(value), "$pop takes 1 or -1");
      case "$currentDate" ->
          required(value, value.equals(BsonBoolean.TRUE), "$currentDate takes true");
      default ->
          throw Documents.payload(
              "a patch has the operators $set, $unset, $inc, $mul, $min, $max, $push, $addToSet,"
                  + " $pull, $pop and $currentDate only");
    };
  }

  /** One element, or {@code {"$each": [...]}}. */
  private static BsonValue element(String operator, BsonValue value) {
    if (!(value instanceof BsonDocument object) || !object.containsKey("$each")) {
      return plain(value);
    }
    if (object.size() != 1 || !(object.get("$each") instanceof BsonArray elements)) {
      throw Documents.payload(operator + " takes an element or {\"$each\": [elements]}");
    }
    return new BsonDocument("$each", plain(elements));
  }

  private void add(String operator, String path, BsonValue value) {
    if (++fields > MAX_FIELDS) {
      throw Documents.payload("a patch changes at most " + MAX_FIELDS + " fields");
    }
    for (Map.Entry<String, BsonValue> other : update.entrySet()) {
      requireApart(other.getValue().asDocument(), path);
    }
    if (!update.containsKey(operator)) {
      update.put(operator, new BsonDocument());
    }
    update.getDocument(operator).put(path, value);
  }

  /** MongoDB refuses a field that is changed twice, also as a part of another. */
  private static void requireApart(BsonDocument changed, String path) {
    for (String other : changed.keySet()) {
      if (other.equals(path) || other.startsWith(path + ".") || path.startsWith(other + ".")) {
        throw Documents.payload("a patch changes a field twice: " + path);
      }
    }
  }

  private static BsonValue plain(BsonValue value) {
    Documents.requirePlain(value);
    return value;
  }

  private static void requireWritablePlain(String name) {
    Names.requireWritable(name);
    requireName(name);
  }

  private static void requireName(String name) {
    String problem = Names.problem(name);
    if (problem != null) {
      throw Documents.payload(problem);
    }
  }

  private static void requireWritablePath(String path) {
    Names.requireWritable(Names.first(path));
    String problem = Names.pathProblem(path);
    if (problem != null) {
      throw Documents.payload(problem);
    }
  }

  private static boolean isOne(BsonValue value) {
    return value.isInt32() && Math.abs(value.asInt32().getValue()) == 1;
  }

  private static BsonValue required(BsonValue value, boolean fits, String otherwise) {
    if (!fits) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, otherwise);
    }
    return value;
  }
}
