package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One image of a row, to be looked up by the names of its columns. */
record Image(List<Column> columns, Row row) {
  static Image after(Change change) {
    return new Image(change.columns(), change.after().orElseThrow());
  }

  static Image before(Change change) {
    return new Image(change.columns(), change.before().orElseThrow());
  }

  /** Null when the image doesn't tell. */
  @Nullable Value value(String name) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.name().equals(name)) {
        Value value = row.values().get(i);
        boolean hidden = row.keyOnly() && !column.key();
        return hidden || value instanceof Value.Unchanged ? null : value;
      }
    }
    return null;
  }
}
