package dev.minibaas.realtime.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A boolean expression of SQL over values alone, without a table.
 *
 * @param sql with {@code ?} for each parameter
 * @param parameters texts
 */
public record RowQuestion(String sql, List<String> parameters) {
  public RowQuestion {
    parameters = List.copyOf(parameters);
  }

  static Optional<RowQuestion> of(List<Condition> conditions, Row row) {
    List<String> terms = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    for (Condition condition : conditions) {
      Cell cell = row.cell(condition.column());
      if (cell == null) {
        return Optional.of(new RowQuestion("false", List.of()));
      }
      if (cell instanceof Cell.Unchanged) {
        return Optional.empty();
      }
      terms.add(term(condition, cell, parameters));
    }
    String sql = terms.isEmpty() ? "true" : String.join(" and ", terms);
    return Optional.of(new RowQuestion(sql, parameters));
  }

  private static String term(Condition condition, Cell cell, List<String> parameters) {
    String type = cell.type();
    String left = "null::" + identifier(type);
    if (cell instanceof Cell.Value value) {
      left = literal(value.text(), type, parameters);
    }
    String right =
        switch (condition.operator()) {
          case IS -> condition.value();
          case IN -> list(condition, type, parameters);
          case EQ, NEQ, LT, LTE, GT, GTE, LIKE, ILIKE, MATCH, IMATCH, ISDISTINCT ->
              literal(condition.value(), type, parameters);
        };
    // PostgreSQL has no empty list
    String term =
        right.equals("()") ? "false" : left + " " + condition.operator().sql() + " " + right;
    if (right.equals("()") && cell instanceof Cell.Value) {
      parameters.removeLast();
    }
    return condition.negated() ? "(not (" + term + "))" : "(" + term + ")";
  }

  private static String list(Condition condition, String type, List<String> parameters) {
    List<String> elements = new ArrayList<>();
    condition.values().forEach(value -> elements.add(literal(value, type, parameters)));
    if (condition.orNull()) {
      elements.add("null");
    }
    return "(" + String.join(", ", elements) + ")";
  }

  private static String literal(String text, String type, List<String> parameters) {
    parameters.add(text);
    return "?::text::" + identifier(type);
  }

  /** Quoted, a type's name is its name in the catalogue, without a length of its own. */
  private static String identifier(String type) {
    return '"' + type.replace("\"", "\"\"") + '"';
  }
}
