package dev.minibaas.engines.command;

import dev.minibaas.engines.command.Filter.And;
import dev.minibaas.engines.command.Filter.Compare;
import dev.minibaas.engines.command.Filter.Comparison;
import dev.minibaas.engines.command.Filter.In;
import dev.minibaas.engines.command.Filter.IsNull;
import dev.minibaas.engines.command.Filter.Matches;
import dev.minibaas.engines.command.Filter.Not;
import dev.minibaas.engines.command.Filter.Or;
import dev.minibaas.engines.command.InvalidCommand.Part;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code {"age":{"$gte":18},"$or":[{"city":"Bern"},{"city":null}]}}: columns with a value
 * that they equal or with operators, all of which must hold. An operator that isn't listed is
 * refused.
 */
public final class FilterReader {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_CONDITIONS = 100;
  private static final int MAX_VALUES = 200;
  private static final int MAX_PATTERN = 1000;
  private static final String OPERATORS =
      "$eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $like, $ilike, $exists; $and, $or and $not"
          + " beside columns";

  private int conditions;

  private FilterReader() {}

  /**
   * @throws InvalidCommand naming what is wrong
   */
  public static Filter read(JsonObject filter) {
    return new FilterReader().all(filter, 0);
  }

  private Filter all(JsonObject filter, int depth) {
    if (depth > MAX_DEPTH) {
      throw refused("a filter can't be nested more than " + MAX_DEPTH + " deep");
    }
    List<Filter> parts = new ArrayList<>();
    for (Map.Entry<String, JsonValue> entry : filter.entrySet()) {
      parts.add(
          entry.getKey().startsWith("$")
              ? combined(entry.getKey(), entry.getValue(), depth)
              : column(Names.column(Part.FILTER, entry.getKey()), entry.getValue()));
    }
    return parts.size() == 1 ? parts.getFirst() : new And(parts);
  }

  private Filter combined(String operator, JsonValue value, int depth) {
    return switch (operator) {
      case "$and" -> new And(list(operator, value, depth));
      case "$or" -> new Or(list(operator, value, depth));
      case "$not" -> {
        if (!(value instanceof JsonObject part)) {
          throw refused("$not takes an object");
        }
        count();
        yield new Not(all(part, depth + 1));
      }
      default -> throw refused("unknown operator; permitted are " + OPERATORS);
    };
  }

  private List<Filter> list(String operator, JsonValue value, int depth) {
    if (!(value instanceof JsonArray array) || array.isEmpty()) {
      throw refused(operator + " takes a list of objects, and at least one");
    }
    List<Filter> parts = new ArrayList<>();
    for (JsonValue each : array) {
      if (!(each instanceof JsonObject part)) {
        throw refused(operator + " takes a list of objects");
      }
      count();
      parts.add(all(part, depth + 1));
    }
    return parts;
  }

  private Filter column(String column, JsonValue value) {
    if (!(value instanceof JsonObject operators)) {
      count();
      return equal(column, value);
    }
    if (operators.isEmpty()) {
      throw refused("a column takes a value or operators; permitted are " + OPERATORS);
    }
    List<Filter> parts = new ArrayList<>();
    operators.forEach((operator, operand) -> {
      count();
      parts.add(operator(column, operator, operand));
    });
    return parts.size() == 1 ? parts.getFirst() : new And(parts);
  }

  private Filter operator(String column, String operator, JsonValue operand) {
    return switch (operator) {
      case "$eq" -> equal(column, operand);
      case "$ne" -> new Not(equal(column, operand));
      case "$gt" -> compare(column, Comparison.GREATER, operand);
      case "$gte" -> compare(column, Comparison.GREATER_OR_EQUAL, operand);
      case "$lt" -> compare(column, Comparison.LESS, operand);
      case "$lte" -> compare(column, Comparison.LESS_OR_EQUAL, operand);
      case "$in" -> new In(column, values(operator, operand));
      case "$nin" -> new Not(new In(column, values(operator, operand)));
      case "$like" -> new Matches(column, like(operator, operand, false));
      case "$ilike" -> new Matches(column, like(operator, operand, true));
      case "$exists" ->
          switch (operand.getValueType()) {
            case TRUE -> new Not(new IsNull(column));
            case FALSE -> new IsNull(column);
            default -> throw refused("$exists takes true or false");
          };
      default -> throw refused("unknown operator; permitted are " + OPERATORS);
    };
  }

  private static Filter equal(String column, JsonValue value) {
    return value.getValueType() == ValueType.NULL
        ? new IsNull(column)
        : compare(column, Comparison.EQUAL, value);
  }

  private static Filter compare(String column, Comparison comparison, JsonValue value) {
    return new Compare(column, comparison, JsonValues.scalar(Part.FILTER, value));
  }

  private static List<Object> values(String operator, JsonValue value) {
    if (!(value instanceof JsonArray array) || array.size() > MAX_VALUES) {
      throw refused(operator + " takes a list of at most " + MAX_VALUES + " values");
    }
    return array.stream().map(each -> JsonValues.scalar(Part.FILTER, each)).toList();
  }

  private static Like like(String operator, JsonValue value, boolean ignoresCase) {
    if (!(value instanceof JsonString text) || text.getString().length() > MAX_PATTERN) {
      throw refused(operator + " takes a text of at most " + MAX_PATTERN + " characters");
    }
    JsonValues.scalar(Part.FILTER, value);
    return new Like(text.getString(), ignoresCase);
  }

  private void count() {
    if (++conditions > MAX_CONDITIONS) {
      throw refused("a filter can't have more than " + MAX_CONDITIONS + " conditions");
    }
  }

  private static InvalidCommand refused(String message) {
    return new InvalidCommand(Part.FILTER, message);
  }
}
