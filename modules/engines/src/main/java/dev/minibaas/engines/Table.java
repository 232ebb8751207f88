package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as the database's catalogue has it: nothing but what stands there gets into a statement.
 *
 * @param columns their types by their names, in order
 * @param key the columns of the primary key
 */
record Table(String name, Map<String, String> columns, List<String> key) {

  Table {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    key = List.copyOf(key);
  }

  String type(String column) {
    String type = columns.get(column);
    if (type == null) {
      throw new EngineFailure(Reason.UNKNOWN_COLUMN, "table " + name + " has no column " + column);
    }
    return type;
  }
}
