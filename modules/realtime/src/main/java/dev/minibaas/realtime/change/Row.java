package dev.minibaas.realtime.change;

import java.util.List;

/**
 * One image of a row.
 *
 * @param values one for each column of the change, in their order
 * @param keyOnly whether only the columns of the key are known; the others then are null here
 *     without being so in the table
 */
public record Row(List<Value> values, boolean keyOnly) {
  public Row {
    values = List.copyOf(values);
  }
}
