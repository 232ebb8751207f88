package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The tables of a database that were asked for lately. */
final class Catalogue {
  /** For statements without a table. */
  static final Table NONE = new Table("", Map.of(), List.of());

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MAX_TABLES = 200;

  private record Known(Table table, long since) {}

  private final SqlDialect dialect;
  private final Map<String, Known> tables = new ConcurrentHashMap<>();

  Catalogue(SqlDialect dialect) {
    this.dialect = dialect;
  }

  Table table(Connection connection, String name) throws SQLException {
    Known known = tables.get(name);
    long now = System.nanoTime();
    if (known != null && now - known.since < FRESH_NANOS) {
      return known.table;
    }
    Table table =
        dialect
            .table(connection, name)
            .orElseThrow(
                () -> new EngineFailure(Reason.UNKNOWN_TABLE, "there is no table " + name));
    if (tables.size() >= MAX_TABLES) {
      tables.clear();
    }
    tables.put(name, new Known(table, now));
    return table;
  }

  void forget() {
    tables.clear();
  }
}
