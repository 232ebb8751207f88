package dev.minibaas.realtime.phoenix;

import dev.minibaas.realtime.filter.ChangeKind;
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.filter.RowFilter;
import java.util.List;

/**
 * Which changes of which tables.
 *
 * @param schema {@code *} for all
 * @param table {@code *} for all
 * @param select the columns wanted, sorted; empty for all
 */
public record ChangesRequest(
    ChangeKind event, String schema, String table, RowFilter filter, List<String> select) {
  public static final String ALL = "*";

  public ChangesRequest {
    select = List.copyOf(select);
    boolean spansTables = schema.equals(ALL) || table.equals(ALL);
    if (spansTables && !select.isEmpty()) {
      throw new InvalidFilter(
          "Column selection is not supported for wildcard subscriptions. Provide an explicit schema"
              + " and table name.");
    }
  }
}
