package dev.minibaas.engines;

import java.util.List;

/**
 * What an update did.
 *
 * @param matched how many rows the filter met
 * @param modified how many of them are different now; the engines that don't tell say matched
 * @param rows as they are now, not more than the limit
 */
public record Updated(long matched, long modified, List<Row> rows) {
  public Updated {
    rows = List.copyOf(rows);
  }
}
