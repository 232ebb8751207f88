package dev.minibaas.rest.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which columns of views show which columns of tables, traced through views of views. */
final class ViewColumns {
  /** A relation and the columns of it that stand for those of another. */
  record Projection(Name view, List<String> columns) {}

  record ColumnOf(Name relation, String column) {}

  /** For a table's column, every view's columns that show it; views in the order of their name. */
  private final Map<ColumnOf, Map<Name, List<String>>> shownBy = new HashMap<>();

  /**
   * @param origins where each view's column comes from directly; a view's columns in their order
   */
  ViewColumns(Map<ColumnOf, ColumnOf> origins) {
    origins.forEach((column, origin) -> {
      // views can be redefined to contain each other, although nothing can be read from them
      Set<ColumnOf> passed = new HashSet<>();
      for (ColumnOf base = origin; base != null && passed.add(base); base = origins.get(base)) {
        add(column, base);
      }
    });
  }

  private void add(ColumnOf column, ColumnOf base) {
    shownBy
        .computeIfAbsent(base, b -> new TreeMap<>())
        .computeIfAbsent(column.relation(), v -> new ArrayList<>())
        .add(column.column());
  }

  /**
   * The views that show all of these columns; one projection for each way to choose among columns
   * that show the same.
   */
  List<Projection> showing(Name table, List<String> columns) {
    List<Projection> found = new ArrayList<>();
    Map<Name, List<String>> first =
        shownBy.getOrDefault(new ColumnOf(table, columns.get(0)), Map.of());
    for (Name view : first.keySet()) {
      List<List<String>> ways = new ArrayList<>(List.of(List.of()));
      for (String column : columns) {
        List<String> choices =
            shownBy
                .getOrDefault(new ColumnOf(table, column), Map.of())
                .getOrDefault(view, List.of());
        ways = extended(ways, choices);
      }
      ways.forEach(way -> found.add(new Projection(view, way)));
    }
    return found;
  }

  private static List<List<String>> extended(List<List<String>> ways, List<String> choices) {
    List<List<String>> longer = new ArrayList<>();
    for (List<String> way : ways) {
      for (String choice : choices) {
        List<String> next = new ArrayList<>(way);
        next.add(choice);
        longer.add(next);
      }
    }
    return longer;
  }
}
