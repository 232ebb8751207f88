package dev.minibaas.engines.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One act on one table of a registered database. */
public sealed interface Command {

  String table();

  /**
   * @param columns which ones; none for all
   */
  record Select(
      String table, List<String> columns, Filter filter, List<Sort> sort, int limit, int offset)
      implements Command {
    public Select {
      columns = List.copyOf(columns);
      sort = List.copyOf(sort);
    }
  }

  /**
   * @param data values by column: null, those of a filter, or {@code List} and {@code Map} of them
   */
  record Insert(String table, Map<String, @Nullable Object> data) implements Command {
    public Insert {
      data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
  }

  record Update(String table, Filter filter, Map<String, @Nullable Object> data)
      implements Command {
    public Update {
      data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
  }

  record Delete(String table, Filter filter) implements Command {}
}
