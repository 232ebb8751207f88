package dev.minibaas.mongo.document;

import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Expressions and accumulators of a pipeline: each operator in them is one of the allowed. */
final class Expressions {
  private static final int MAX_DEPTH = 20;

  /** Pure functions of one document's values; none makes much out of little. */
  private static final Set<String> OPERATORS =
      Set.of(
          "$abs",
          "$add",
          "$addToSet",
          "$allElementsTrue",
          "$and",
          "$anyElementTrue",
          "$arrayElemAt",
          "$arrayToObject",
          "$avg",
          "$ceil",
          "$cmp",
          "$concat",
          "$concatArrays",
          "$cond",
          "$convert",
          "$count",
          "$dateAdd",
          "$dateDiff",
          "$dateFromString",
          "$dateSubtract",
          "$dateToParts",
          "$dateToString",
          "$dateTrunc",
          "$dayOfMonth",
          "$dayOfWeek",
          "$dayOfYear",
          "$divide",
          "$eq",
          "$exp",
          "$filter",
          "$first",
          "$floor",
          "$gt",
          "$gte",
          "$hour",
          "$ifNull",
          "$in",
          "$indexOfArray",
          "$isArray",
          "$isNumber",
          "$last",
          "$let",
          "$ln",
          "$log",
          "$log10",
          "$lt",
          "$lte",
          "$ltrim",
          "$map",
          "$max",
          "$mergeObjects",
          "$min",
          "$minute",
          "$mod",
          "$month",
          "$multiply",
          "$ne",
          "$not",
          "$objectToArray",
          "$or",
          "$pow",
          "$push",
          "$reverseArray",
          "$round",
          "$rtrim",
          "$second",
          "$setDifference",
          "$setEquals",
          "$setIntersection",
          "$setIsSubset",
          "$setUnion",
          "$size",
          "$slice",
          "$split",
          "$sqrt",
          "$stdDevPop",
          "$stdDevSamp",
          "$strLenCP",
          "$strcasecmp",
          "$substrCP",
          "$subtract",
          "$sum",
          "$switch",
          "$toBool",
          "$toDate",
          "$toDouble",
          "$toInt",
          "$toLong",
          "$toLower",
          "$toString",
          "$toUpper",
          "$trim",
          "$trunc",
          "$type",
          "$week",
          "$year");

  /** What {@code $$} may name beside an operator's own variables. */
  private static final Set<String> SYSTEM = Set.of("ROOT", "CURRENT", "NOW", "REMOVE");

  private Expressions() {}

  /** An object of fields, each with an expression. */
  static BsonValue fields(BsonValue value) {
    BsonDocument fields = Pipeline.object(value, "a stage");
    fields.forEach((path, expression) -> {
      Pipeline.requirePath(path);
      requireAllowed(expression, 0);
    });
    return fields;
  }

  static BsonValue checked(BsonValue value) {
    requireAllowed(value, 0);
    return value;
  }

  private static void requireAllowed(BsonValue value, int depth) {
    if (depth > MAX_DEPTH) {
      throw Documents.payload("expressions are nested at most " + MAX_DEPTH + " deep");
    }
    switch (value) {
      case BsonDocument object ->
          object.forEach((name, operand) -> {
            requireName(name);
            requireAllowed(operand, depth + 1);
          });
      case BsonArray array -> array.forEach(element -> requireAllowed(element, depth + 1));
      case BsonString text -> requireReference(text.getValue());
      default -> {
        // a constant
      }
    }
  }

  private static void requireName(String name) {
    if (!name.startsWith("$")) {
      Pipeline.requirePath(name);
    } else if (!OPERATORS.contains(name)) {
      throw Documents.payload(
          "the operator is not allowed in a pipeline: "
              + name.substring(0, Math.min(name.length(), 40)));
    }
  }

  /** A text that begins with {@code $} names a field or a variable. */
  private static void requireReference(String text) {
    if (text.startsWith("$$")) {
      String name = Names.first(text.substring(2));
      boolean own = !name.isEmpty() && Character.isLowerCase(name.charAt(0));
      if (!own && !SYSTEM.contains(name)) {
        throw Documents.payload("the variable is not allowed in a pipeline");
      }
    } else if (text.startsWith("$")) {
      Pipeline.requirePath(text.substring(1));
    }
  }
}
