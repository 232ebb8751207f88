package dev.minibaas.realtime.filter;

import java.util.List;

/**
 * One {@code column=operator.value}.
 *
 * @param values the one value, or the list of {@code in}
 * @param orNull whether the list of {@code in} has a NULL
 */
public record Condition(
    String column, boolean negated, Operator operator, List<String> values, boolean orNull) {
  static final int MAX_LIST = 100;

  public Condition {
    values = List.copyOf(values);
    if (column.isEmpty()) {
      throw new InvalidFilter("Error parsing `filter` params: a condition has no column");
    }
    if (operator != Operator.IN && (values.size() != 1 || orNull)) {
      throw new InvalidFilter("Error parsing `filter` params: one value expected");
    }
    if (values.size() > MAX_LIST) {
      throw new InvalidFilter("too many values for `in` filter. Maximum " + MAX_LIST);
    }
  }

  String value() {
    return values.getFirst();
  }

  Truth judge(Cell cell) {
    Truth truth = Comparisons.judge(this, cell);
    return negated ? truth.not() : truth;
  }

  @Override
  public String toString() {
    return column + "=" + (negated ? "not." : "") + operator.word() + "." + operand();
  }

  private String operand() {
    if (operator != Operator.IN) {
      return RowFilterParser.quoted(value());
    }
    String list = String.join(",", values.stream().map(RowFilterParser::quotedElement).toList());
    if (orNull) {
      list += values.isEmpty() ? "null" : ",null";
    }
    return "(" + list + ")";
  }
}
