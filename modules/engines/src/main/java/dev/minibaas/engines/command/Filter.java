package dev.minibaas.engines.command;

import java.util.List;

/**
 * A condition on a row, true or false: a column without a value equals null, differs from every
 * value, and is neither below nor above one.
 *
 * <p>Values are {@code String}, {@code Boolean}, {@code Long} or {@code BigDecimal}.
 */
public sealed interface Filter {

  /** Every row. */
  Filter ALL = new And(List.of());

  /** All of them; without any, every row. */
  record And(List<Filter> parts) implements Filter {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of them. */
  record Or(List<Filter> parts) implements Filter {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(Filter part) implements Filter {}

  record Compare(String column, Comparison comparison, Object value) implements Filter {}

  /** The column's value is one of these. */
  record In(String column, List<Object> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /** The column has no value. */
  record IsNull(String column) implements Filter {}

  /** The column's text matches. */
  record Matches(String column, Like like) implements Filter {}

  /** How a value is compared. */
  enum Comparison {
    EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL
  }

  /** Whether this lets every row through. */
  default boolean isAll() {
    return this instanceof And and && and.parts.stream().allMatch(Filter::isAll);
  }
}
