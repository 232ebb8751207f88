package dev.minibaas.rest.plan;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.At;
import dev.minibaas.rest.parse.Filter;
import dev.minibaas.rest.parse.LogicTree;
import dev.minibaas.rest.parse.OrderTerm;
import dev.minibaas.rest.parse.QueryParameters;
import dev.minibaas.rest.parse.RowRange;
import dev.minibaas.rest.parse.SelectItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The part of a query that belongs to one node of the tree and those below it. */
final class ReadRequest {
  private final List<At<Filter>> allFilters;
  private final List<At<LogicTree>> allLogic;
  private final List<At<List<OrderTerm>>> allOrders;
  private final Map<List<String>, RowRange> allRanges;

  private ReadRequest(
      List<At<Filter>> filters,
      List<At<LogicTree>> logic,
      List<At<List<OrderTerm>>> orders,
      Map<List<String>, RowRange> ranges) {
    this.allFilters = filters;
    this.allLogic = logic;
    this.allOrders = orders;
    this.allRanges = ranges;
  }

  /**
   * @param ownRange the root's, which the Range header takes part in
   */
  static ReadRequest of(QueryParameters query, RowRange ownRange) {
    Map<List<String>, RowRange> ranges = new HashMap<>(query.ranges());
    ranges.put(List.of(), ownRange);
    return new ReadRequest(query.filters(), query.logic(), query.orders(), ranges);
  }

  /** Without the root's own filters, order and range: for the rows that a write returns. */
  static ReadRequest embedsOf(QueryParameters query) {
    Map<List<String>, RowRange> ranges = new HashMap<>(query.ranges());
    ranges.remove(List.of());
    return new ReadRequest(
        deeper(query.filters()), deeper(query.logic()), deeper(query.orders()), ranges);
  }

  private static <T> List<At<T>> deeper(List<At<T>> all) {
    return all.stream().filter(at -> !at.path().isEmpty()).toList();
  }

  List<Filter> filters() {
    return own(allFilters);
  }

  List<LogicTree> logic() {
    return own(allLogic);
  }

  /** Of several orders the first one counts. */
  List<OrderTerm> order() {
    List<List<OrderTerm>> orders = own(allOrders);
    return orders.isEmpty() ? List.of() : orders.get(0);
  }

  RowRange range() {
    return allRanges.getOrDefault(List.of(), RowRange.ALL);
  }

  private static <T> List<T> own(List<At<T>> all) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<T> own = new ArrayList<>(all.size());
    for (At<T> at : all) {
      if (at.path().isEmpty()) {
        own.add(at.value());
      }
    }
    return own;
  }

  /**
   * What belongs to an embed: everything whose path begins with its name or alias, unless an
   * earlier embed has that name.
   */
  ReadRequest below(SelectItem.Embed embed, List<SelectItem> items) {
    Map<List<String>, RowRange> ranges = new HashMap<>();
    allRanges.forEach((path, range) -> {
      if (isFirst(path, embed, items)) {
        ranges.put(path.subList(1, path.size()), range);
      }
    });
    return new ReadRequest(
        below(allFilters, embed, items),
        below(allLogic, embed, items),
        below(allOrders, embed, items),
        ranges);
  }

  private static <T> List<At<T>> below(
      List<At<T>> all, SelectItem.Embed embed, List<SelectItem> items) {
    return all.stream()
        .filter(at -> isFirst(at.path(), embed, items))
        .map(at -> new At<>(at.path().subList(1, at.path().size()), at.value()))
        .toList();
  }

  private static boolean isFirst(
      List<String> path, SelectItem.Embed embed, List<SelectItem> items) {
    for (SelectItem item : items) {
      if (item instanceof SelectItem.Embed other && leadsTo(path, other)) {
        return item == embed;
      }
    }
    return false;
  }

  private static boolean leadsTo(List<String> path, SelectItem.Embed embed) {
    return !path.isEmpty()
        && (path.get(0).equals(embed.relation()) || path.get(0).equals(embed.alias()));
  }

  /** A path must lead to something that was selected. */
  void refuseStrays(List<SelectItem> items) {
    allFilters.forEach(at -> refuseStray(at.path(), items));
    allLogic.forEach(at -> refuseStray(at.path(), items));
    allOrders.forEach(at -> refuseStray(at.path(), items));
    allRanges.keySet().forEach(path -> refuseStray(path, items));
  }

  private static void refuseStray(List<String> path, List<SelectItem> items) {
    if (path.isEmpty()) {
      return;
    }
    for (SelectItem item : items) {
      if (item instanceof SelectItem.Embed embed && leadsTo(path, embed)) {
        return;
      }
    }
    throw RestError.notEmbedded(path.get(0));
  }
}
