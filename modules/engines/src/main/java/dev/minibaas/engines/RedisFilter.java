package dev.minibaas.engines;

import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.Filter.And;
import dev.minibaas.engines.command.Filter.Compare;
import dev.minibaas.engines.command.Filter.Comparison;
import dev.minibaas.engines.command.Filter.In;
import dev.minibaas.engines.command.Filter.IsNull;
import dev.minibaas.engines.command.Filter.Matches;
import dev.minibaas.engines.command.Filter.Not;
import dev.minibaas.engines.command.Filter.Or;
import dev.minibaas.engines.command.Sort;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The neutral filter and order, applied here: Redis has neither. Every value is a text there. */
final class RedisFilter {
  private RedisFilter() {}

  static boolean matches(Filter filter, Map<String, String> row) {
    return switch (filter) {
      case And and -> and.parts().stream().allMatch(part -> matches(part, row));
      case Or or -> or.parts().stream().anyMatch(part -> matches(part, row));
      case Not not -> !matches(not.part(), row);
      case Compare compare -> compare(compare, row.get(compare.column()));
      case In in -> in.values().stream().anyMatch(value -> equal(value, row.get(in.column())));
      case IsNull isNull -> !row.containsKey(isNull.column());
      case Matches matches -> {
        String text = row.get(matches.column());
        yield text != null && matches.like().matches(text);
      }
    };
  }

  /** The one id that a row must have to match, when the filter says so. */
  static Optional<String> id(Filter filter) {
    return switch (filter) {
      case Compare compare
          when compare.column().equals("id") && compare.comparison() == Comparison.EQUAL ->
          Optional.of(compare.value().toString());
      case And and -> and.parts().stream().flatMap(part -> id(part).stream()).findFirst();
      default -> Optional.empty();
    };
  }

  private static boolean equal(Object value, @Nullable String text) {
    return text != null && order(value, text).filter(order -> order == 0).isPresent();
  }

  private static boolean compare(Compare compare, @Nullable String text) {
    if (text == null) {
      return false;
    }
    return order(compare.value(), text)
        .map(order ->
            switch (compare.comparison()) {
              case EQUAL -> order == 0;
              case GREATER -> order > 0;
              case GREATER_OR_EQUAL -> order >= 0;
              case LESS -> order < 0;
              case LESS_OR_EQUAL -> order <= 0;
            })
        .orElse(false);
  }

  /** How the stored text stands to the value; empty when they can't be compared. */
  private static Optional<Integer> order(Object value, String text) {
    if (value instanceof Long || value instanceof BigDecimal) {
      return number(text).map(number -> number.compareTo(new BigDecimal(value.toString())));
    }
    return Optional.of(text.compareTo(value.toString()));
  }

  private static Optional<BigDecimal> number(String text) {
    if (!text.matches("-?[0-9]{1,64}(\\.[0-9]{1,64})?([eE][+-]?[0-9]{1,3})?")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(text));
  }

  /** Numbers before other texts, in their own order; rows without the field last. */
  static Comparator<Map<String, String>> order(List<Sort> sort) {
    Comparator<Map<String, String>> order = (left, right) -> 0;
    for (Sort each : sort) {
      Comparator<String> ascending = RedisFilter::compareTexts;
      Comparator<String> values = each.isDescending() ? ascending.reversed() : ascending;
      order =
          order.thenComparing(
              row -> row.get(each.column()),
              each.isDescending() ? Comparator.nullsFirst(values) : Comparator.nullsLast(values));
    }
    return order;
  }

  private static int compareTexts(String left, String right) {
    Optional<BigDecimal> one = number(left);
    Optional<BigDecimal> other = number(right);
    if (one.isPresent() && other.isPresent()) {
      return one.get().compareTo(other.get());
    }
    return one.isPresent() == other.isPresent() ? left.compareTo(right) : one.isPresent() ? -1 : 1;
  }
}
