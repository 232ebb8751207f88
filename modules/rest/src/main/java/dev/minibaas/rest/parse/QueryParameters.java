package dev.minibaas.rest.parse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query string says.
 *
 * @param select empty for all columns
 * @param filters in the order given; all must hold
 * @param logic and/or trees; all must hold
 * @param ranges limit and offset by embed path; the root's path is empty
 * @param columns the columns of a body to write; null to take them from the body
 * @param arguments of a call by GET: the parameters that are no filters
 * @param canonical the whole query, sorted by key and encoded anew
 */
public record QueryParameters(
    List<SelectItem> select,
    List<At<Filter>> filters,
    List<At<LogicTree>> logic,
    List<At<List<OrderTerm>>> orders,
    Map<List<String>, RowRange> ranges,
    @Nullable List<String> columns,
    @Nullable List<String> onConflict,
    List<Argument> arguments,
    String canonical) {

  /** A named argument of a call, as text. */
  public record Argument(String name, String value) {}

  /** The limit and offset of the root. */
  public RowRange rootRange() {
    return ranges.getOrDefault(List.of(), RowRange.ALL);
  }

  public boolean hasRootOrder() {
    return orders.stream().anyMatch(order -> order.path().isEmpty());
  }
}
