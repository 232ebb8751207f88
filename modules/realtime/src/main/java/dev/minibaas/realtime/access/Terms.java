package dev.minibaas.realtime.access;

import dev.minibaas.realtime.access.Term.Type;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.filter.ColumnType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** SQL's operators over terms; null where only the database knows how. */
final class Terms {
  private Terms() {}

  static Term column(String name, Type type, String typeName) {
    Function<String, Object> reader = reader(type, typeName);
    return Term.of(
        type,
        image ->
            switch (image.value(name)) {
              case Value.Text(String text) -> reader.apply(text);
              case Value.Null ignored -> Absent.NULL;
              case null, default -> Absent.UNSURE;
            });
  }

  static @Nullable Type typeOf(String typeName) {
    return switch (typeName) {
      case "text", "varchar" -> Type.TEXT;
      case "int2", "int4", "int8" -> Type.WHOLE;
      case "uuid" -> Type.UUID;
      case "bool" -> Type.BOOL;
      case "numeric" -> Type.NUMERIC;
      case "timestamptz" -> Type.TIMESTAMPTZ;
      default -> null;
    };
  }

  /** Of what PostgreSQL has printed, whose shape needs no look where it is always the same. */
  private static Function<String, Object> reader(Type type, String typeName) {
    return switch (type) {
      case TEXT, UUID -> text -> text;
      case WHOLE -> Long::valueOf;
      case BOOL -> text -> text.equals("t");
      case NUMERIC, TIMESTAMPTZ, JSON, JSONB, SETTING, UNTYPED -> text -> read(typeName, text);
    };
  }

  static Object read(String typeName, String text) {
    ColumnType type = ColumnType.named(typeName);
    Comparable<?> value = type == null ? null : type.read(text);
    return value == null ? Absent.UNSURE : value;
  }

  static @Nullable Term cast(Term term, String typeName) {
    Type to = typeOf(typeName);
    if (to == null || !isCastable(term.type())) {
      return null;
    }
    if (to == Type.TEXT) {
      return toText(term);
    }
    return switch (term.type()) {
      case TEXT, UNTYPED -> term.map(to, text -> read(typeName, (String) text));
      case WHOLE ->
          switch (to) {
            case WHOLE -> term.map(to, number -> read(typeName, number.toString()));
            case NUMERIC ->
                term.map(to, number -> BigDecimal.valueOf((Long) number).stripTrailingZeros());
            default -> null;
          };
      default -> term.type() == to ? term : null;
    };
  }

  private static boolean isCastable(Type type) {
    return type.isComparable() || type == Type.UNTYPED;
  }

  private static @Nullable Term toText(Term term) {
    return switch (term.type()) {
      case TEXT, UUID, UNTYPED -> term.as(Type.TEXT);
      case WHOLE, BOOL -> term.map(Type.TEXT, Object::toString);
      default -> null;
    };
  }

  static @Nullable Term compare(Term left, String operator, Term right) {
    if (left.type() != right.type() || !left.type().isComparable()) {
      return null;
    }
    return switch (operator) {
      case "=" -> both(left, right, Object::equals);
      case "<>" -> both(left, right, (one, other) -> !one.equals(other));
      case "<" -> ordered(left, right, order -> order < 0);
      case "<=" -> ordered(left, right, order -> order <= 0);
      case ">" -> ordered(left, right, order -> order > 0);
      case ">=" -> ordered(left, right, order -> order >= 0);
      default -> null;
    };
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Term ordered(Term left, Term right, IntPredicate wanted) {
    // the order of texts is that of a collation
    return left.type() == Type.TEXT
        ? null
        : both(
            left, right, (one, other) -> wanted.test(((Comparable<Object>) one).compareTo(other)));
  }

  @FunctionalInterface
  private interface Comparison {
    boolean holds(Object left, Object right);
  }

  private static Term both(Term left, Term right, Comparison comparison) {
    return Term.of(
        Type.BOOL,
        image -> {
          Object one = left.of(image);
          Object other = right.of(image);
          if (one == Absent.UNSURE || other == Absent.UNSURE) {
            return Absent.UNSURE;
          }
          return one == Absent.NULL || other == Absent.NULL
              ? Absent.NULL
              : (Object) comparison.holds(one, other);
        });
  }

  static @Nullable Term anyOf(Term left, List<Term> elements) {
    if (elements.isEmpty()
        || !left.type().isComparable()
        || elements.stream().anyMatch(element -> element.type() != left.type())) {
      return null;
    }
    List<Term> equal =
        elements.stream()
            .map(element -> Objects.requireNonNull(compare(left, "=", element)))
            .toList();
    return or(equal);
  }

  static Term not(Term term) {
    return term.map(Type.BOOL, value -> !(Boolean) value);
  }

  static Term or(List<Term> terms) {
    return decidedBy(terms, true);
  }

  static Term and(List<Term> terms) {
    return decidedBy(terms, false);
  }

  /** From left to right; behind what isn't sure, which may be an error, nothing is. */
  private static Term decidedBy(List<Term> terms, boolean decisive) {
    List<Term> all = List.copyOf(terms);
    return Term.of(
        Type.BOOL,
        image -> {
          Object result = !decisive;
          for (Term term : all) {
            Object value = term.of(image);
            if (value == Absent.UNSURE || value.equals(decisive)) {
              return value;
            }
            if (value == Absent.NULL) {
              result = value;
            }
          }
          return result;
        });
  }

  /** {@code IS …}, which is never null. */
  static Term is(Term term, Predicate<Object> wanted) {
    return Term.of(
        Type.BOOL,
        image -> {
          Object value = term.of(image);
          return value == Absent.UNSURE ? value : (Object) wanted.test(value);
        });
  }
}
