package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A condition on documents, as MongoDB writes it, built anew out of the operators that are allowed:
 * what isn't named here doesn't reach the database. None of them runs code or looks outside of the
 * document.
 */
public final class Filter {
  /** Of the JSON text. */
  public static final int MAX_LENGTH = 32 << 10;

  private static final Set<String> LOGIC = Set.of("$and", "$or", "$nor");
  private static final Set<String> COMPARISONS = Set.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte");
  private static final Set<String> LISTS = Set.of("$in", "$nin", "$all");
  private static final Set<String> DATES = Set.of(Names.CREATED, Names.UPDATED);
  private static final List<String> TYPES =
      List.of(
          "array",
          "bool",
          "date",
          "decimal",
          "double",
          "int",
          "long",
          "null",
          "number",
          "object",
          "objectId",
          "string");
  private static final int MAX_DEPTH = 12;
  private static final int MAX_CONDITIONS = 200;
  private static final int MAX_LIST = 1000;

  private final boolean translatesId;
  private int conditions;

  private Filter(boolean translatesId) {
    this.translatesId = translatesId;
  }

  /**
   * A filter of documents as clients see them: {@code id} is the document's id. {@code owner_id}
   * and {@code _id} at its top are dropped, as the contract has it; deeper they are refused.
   *
   * @throws ApiError {@code invalid_filter}
   */
  public static BsonDocument ofDocuments(BsonValue json) {
    BsonDocument filter = object(json, "a filter");
    BsonDocument rest = new BsonDocument();
    filter.forEach((name, value) -> {
      if (!name.equals(Names.OWNER) && !name.equals(Names.ID)) {
        rest.put(name, value);
      }
    });
    return new Filter(true).conditions(rest, 0);
  }

  /**
   * A {@code $match} in a pipeline: of whatever the stages before it made, so no name has a
   * meaning.
   *
   * @throws ApiError {@code invalid_filter}
   */
  static BsonDocument ofStage(BsonValue json) {
    return new Filter(false).conditions(object(json, "$match"), 0);
  }

  private BsonDocument conditions(BsonDocument json, int depth) {
    requireDepth(depth);
    BsonDocument checked = new BsonDocument();
    json.forEach((name, value) -> {
      if (++conditions > MAX_CONDITIONS) {
        throw invalid("a filter has at most " + MAX_CONDITIONS + " conditions");
      }
      if (LOGIC.contains(name)) {
        checked.put(name, branches(name, value, depth));
      } else if (name.startsWith("$")) {
        throw invalid("the operator is not allowed here: " + shown(name));
      } else {
        checked.put(path(name), field(name, value, depth));
      }
    });
    return checked;
  }

  private BsonArray branches(String operator, BsonValue value, int depth) {
    if (!(value instanceof BsonArray array) || array.isEmpty()) {
      throw invalid(operator + " takes an array of filters");
    }
    BsonArray checked = new BsonArray();
    array.forEach(
        branch -> checked.add(conditions(object(branch, "a branch of " + operator), depth + 1)));
    return checked;
  }

  private String path(String name) {
    String problem = Names.pathProblem(name);
    if (problem != null) {
      throw invalid(problem);
    }
    if (!translatesId) {
      return name;
    }
    String first = Names.first(name);
    if (first.equals(Names.OWNER) || first.equals(Names.ID)) {
      throw invalid(
          "a filter can't name " + first + ": every request is about one's own documents");
    }
    return Names.stored(name);
  }

  private BsonValue field(String name, BsonValue value, int depth) {
    return isOperators(value) ? operators(name, value.asDocument(), depth) : operand(name, value);
  }

  /** An object whose names begin with {@code $}, and is no value of another type than JSON's. */
  private static boolean isOperators(BsonValue value) {
    return value instanceof BsonDocument document
        && !document.isEmpty()
        && document.getFirstKey().startsWith("$")
        && typed(document) == null;
  }

  private BsonDocument operators(String name, BsonDocument json, int depth) {
    requireDepth(depth);
    BsonDocument checked = new BsonDocument();
    json.forEach((operator, operand) -> {
      if (++conditions > MAX_CONDITIONS) {
        throw invalid("a filter has at most " + MAX_CONDITIONS + " conditions");
      }
      checked.put(operator, operator(name, operator, operand, json, depth));
    });
    return checked;
  }

  private BsonValue operator(
      String name, String operator, BsonValue operand, BsonDocument all, int depth) {
    if (COMPARISONS.contains(operator)) {
      return operand(name, operand);
    }
    if (LISTS.contains(operator)) {
      return list(name, operator, operand);
    }
    return switch (operator) {
      case "$not" -> negated(name, operand, depth);
      case "$elemMatch" -> elements(operand, depth);
      case "$exists" -> required(operand, operand.isBoolean(), "$exists takes true or false");
      case "$size" -> required(operand, isCount(operand), "$size takes a number from 0 to 1000000");
      case "$type" -> type(operand);
      case "$mod" -> modulus(operand);
      case "$regex" -> Regex.checked(operand, all.get("$options"));
      case "$options" ->
          required(operand, all.containsKey("$regex"), "$options stands beside $regex only");
      default -> throw invalid("the operator is not allowed: " + shown(operator));
    };
  }

  private BsonValue negated(String name, BsonValue operand, int depth) {
    if (!isOperators(operand)) {
      throw invalid("$not takes an object of operators");
    }
    return operators(name, operand.asDocument(), depth + 1);
  }

  private BsonValue elements(BsonValue operand, int depth) {
    if (isOperators(operand) && !LOGIC.contains(operand.asDocument().getFirstKey())) {
      return operators("", operand.asDocument(), depth + 1);
    }
    // fields of the elements, which may well be called id
    Filter inner = new Filter(false);
    BsonDocument checked = inner.conditions(object(operand, "$elemMatch"), depth + 1);
    conditions += inner.conditions;
    return checked;
  }

  private BsonArray list(String name, String operator, BsonValue operand) {
    if (!(operand instanceof BsonArray array) || array.size() > MAX_LIST) {
      throw invalid(operator + " takes an array of at most " + MAX_LIST + " values");
    }
    BsonArray checked = new BsonArray();
    array.forEach(element -> checked.add(operand(name, element)));
    return checked;
  }

  private static BsonValue type(BsonValue operand) {
    BsonArray types = operand instanceof BsonArray array ? array : new BsonArray();
    if (!operand.isArray()) {
      types.add(operand);
    }
    boolean known =
        !types.isEmpty()
            && types.stream()
                .allMatch(each -> each.isString() && TYPES.contains(each.asString().getValue()));
    return required(operand, known, "$type takes one or more of " + TYPES);
  }

  private static BsonValue modulus(BsonValue operand) {
    boolean fits =
        operand instanceof BsonArray array
            && array.size() == 2
            && array.stream().allMatch(BsonValue::isInt32)
            && array.get(0).asInt32().getValue() != 0;
    return required(operand, fits, "$mod takes a divisor and a remainder");
  }

  private static boolean isCount(BsonValue value) {
    return value.isInt32()
        && value.asInt32().getValue() >= 0
        && value.asInt32().getValue() <= 1_000_000;
  }

  /** A value that a field is compared with. */
  private BsonValue operand(String name, BsonValue value) {
    BsonValue typed = value instanceof BsonDocument document ? typed(document) : null;
    if (typed != null) {
      return typed;
    }
    if (value instanceof BsonString text && translatesId) {
      if (name.equals(Names.PUBLIC_ID)) {
        return new BsonObjectId(DocumentId.of(text.getValue()));
      }
      if (DATES.contains(name)) {
        return date(text.getValue());
      }
    }
    String problem = literalProblem(value);
    if (problem != null) {
      throw invalid(problem);
    }
    return value;
  }

  /** The two types that documents of other programs may have and JSON hasn't. */
  private static @Nullable BsonValue typed(BsonDocument document) {
    if (document.size() != 1) {
      return null;
    }
    Map.Entry<String, BsonValue> only = document.entrySet().iterator().next();
    if (!(only.getValue() instanceof BsonString text)) {
      return null;
    }
    return switch (only.getKey()) {
      case "$oid" -> objectId(text.getValue());
      case "$date" -> date(text.getValue());
      default -> null;
    };
  }

  private static BsonObjectId objectId(String text) {
    if (!ObjectId.isValid(text)) {
      throw invalid("$oid takes 24 hexadecimal digits");
    }
    return new BsonObjectId(new ObjectId(text));
  }

  private static BsonDateTime date(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return new BsonDateTime(instant.toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw invalid("a date is written as 2026-01-31T12:00:00Z");
    }
  }

  private static @Nullable String literalProblem(BsonValue value) {
    try {
      Documents.requirePlain(value);
      return null;
    } catch (ApiError e) {
      return e.publicMessage() + ", which a value to compare with can't have";
    }
  }

  private static BsonDocument object(BsonValue value, String what) {
    if (value.getBsonType() != BsonType.DOCUMENT) {
      throw invalid(what + " is a JSON object");
    }
    return value.asDocument();
  }

  private static BsonValue required(BsonValue operand, boolean fits, String otherwise) {
    if (!fits) {
      throw invalid(otherwise);
    }
    return operand;
  }

  private static void requireDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw invalid("a filter is nested at most " + MAX_DEPTH + " deep");
    }
  }

  private static String shown(String operator) {
    return operator.length() > 40 ? operator.substring(0, 40) + "…" : operator;
  }

  static ApiError invalid(String message) {
    return new ApiError(ErrorCode.INVALID_FILTER, message);
  }
}
