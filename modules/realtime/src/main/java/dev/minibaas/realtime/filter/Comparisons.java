package dev.minibaas.realtime.filter;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL says of a condition and a value, as far as that is certain without it. */
final class Comparisons {
  private Comparisons() {}

  /** Without the condition's negation. */
  static Truth judge(Condition condition, Cell cell) {
    return switch (cell) {
      case Cell.Unchanged ignored -> Truth.UNSURE;
      case Cell.Null none -> ofNull(condition, none.type());
      case Cell.Value value -> ofValue(condition, value);
    };
  }

  /** An operand that PostgreSQL refuses matches no row either, so it need not be read. */
  private static Truth ofNull(Condition condition, String type) {
    return switch (condition.operator()) {
      case IS -> is(condition.value(), type, null);
      case ISDISTINCT -> read(type, condition.value()) == null ? Truth.UNSURE : Truth.TRUE;
      case IN -> condition.values().isEmpty() && !condition.orNull() ? Truth.FALSE : Truth.NULL;
      case EQ, NEQ, LT, LTE, GT, GTE, LIKE, ILIKE, MATCH, IMATCH -> Truth.NULL;
    };
  }

  private static Truth ofValue(Condition condition, Cell.Value cell) {
    return switch (condition.operator()) {
      case IS -> is(condition.value(), cell.type(), cell.text());
      case IN -> in(condition, cell);
      case EQ -> equal(condition.value(), cell);
      case NEQ, ISDISTINCT -> equal(condition.value(), cell).not();
      case LT -> compare(condition.value(), cell, order -> order < 0);
      case LTE -> compare(condition.value(), cell, order -> order <= 0);
      case GT -> compare(condition.value(), cell, order -> order > 0);
      case GTE -> compare(condition.value(), cell, order -> order >= 0);
      case LIKE, ILIKE, MATCH, IMATCH ->
          isTextual(cell.type())
              ? TextPatterns.judge(condition.operator(), condition.value(), cell.text())
              : Truth.UNSURE;
    };
  }

  private static Truth is(String word, String type, @Nullable String text) {
    if (word.equals("null")) {
      return Truth.of(text == null);
    }
    if (!type.equals("bool")) {
      return Truth.UNSURE;
    }
    if (text == null || word.equals("unknown")) {
      return Truth.of(text == null && word.equals("unknown"));
    }
    return equal(word, new Cell.Value(type, text));
  }

  private static Truth in(Condition condition, Cell.Value cell) {
    Truth found = Truth.FALSE;
    for (String value : condition.values()) {
      switch (equal(value, cell)) {
        case TRUE -> found = Truth.TRUE;
        case UNSURE -> {
          return Truth.UNSURE;
        }
        case FALSE, NULL -> {
          // another one may be equal
        }
      }
    }
    return found == Truth.FALSE && condition.orNull() ? Truth.NULL : found;
  }

  private static Truth equal(String value, Cell.Value cell) {
    Comparable<?> right = read(cell.type(), value);
    Comparable<?> left = read(cell.type(), cell.text());
    return left == null || right == null ? Truth.UNSURE : Truth.of(left.equals(right));
  }

  private static Truth compare(String value, Cell.Value cell, IntPredicate wanted) {
    ColumnType type = ColumnType.named(cell.type());
    if (type == null || !type.ordered()) {
      return Truth.UNSURE;
    }
    Comparable<?> right = type.read(value);
    Comparable<?> left = type.read(cell.text());
    return left == null || right == null ? Truth.UNSURE : Truth.of(wanted.test(order(left, right)));
  }

  /** Of two values that one type has read. */
  @SuppressWarnings("unchecked")
  static int order(Comparable<?> left, Comparable<?> right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  private static @Nullable Comparable<?> read(String typeName, String text) {
    ColumnType type = ColumnType.named(typeName);
    return type == null ? null : type.read(text);
  }

  private static boolean isTextual(String typeName) {
    ColumnType type = ColumnType.named(typeName);
    return type != null && type.textual();
  }
}
