package dev.minibaas.bootstrap.users;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What became of the rows. */
final class Report {
  private static final int SHOWN = 50;

  private final Consumer<String> lines;
  private final Map<Row.Table, int[]> counts = new EnumMap<>(Row.Table.class);
  private int refused;

  Report(Consumer<String> lines) {
    this.lines = lines;
  }

  void imported(Row.Table table) {
    of(table)[0]++;
  }

  void known(Row.Table table) {
    of(table)[1]++;
  }

  void refused(Row row, String why) {
    of(row.table())[2]++;
    if (++refused <= SHOWN) {
      lines.accept("line %d: %s".formatted(row.line(), why));
    } else if (refused == SHOWN + 1) {
      lines.accept("more lines are refused; not all are shown");
    }
  }

  private int[] of(Row.Table table) {
    return counts.computeIfAbsent(table, key -> new int[3]);
  }

  boolean isComplete() {
    return refused == 0;
  }

  void summary() {
    counts.forEach((table, count) ->
        lines.accept(
            "%s: %d imported, %d were there already, %d refused"
                .formatted(table.name().toLowerCase(Locale.ROOT), count[0], count[1], count[2])));
  }
}
