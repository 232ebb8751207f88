package dev.minibaas.engines;

import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.command.TableDefinition.Column;
import dev.minibaas.engines.target.EngineKind;
import java.util.ArrayList;
import java.util.List;

/** The statement that makes a table in SQLite. It has no row security. */
record SqliteTable(TableDefinition table, String name) {
  private static final String UUID =
      "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)),"
          + " 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))";
  private static final String NOW = "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))";

  String statement() {
    SqlTypes.check(EngineKind.SQLITE, table);
    List<String> lines = new ArrayList<>();
    lines.add("[id] text not null primary key default " + UUID);
    lines.add("[owner_id] text not null");
    for (Column column : table.columns()) {
      lines.add(line(column));
    }
    lines.add("[created_at] text not null default " + NOW);
    lines.add("[updated_at] text not null default " + NOW);
    return "create table " + name + " (\n  " + String.join(",\n  ", lines) + "\n)";
  }

  private static String line(Column column) {
    String line = '[' + column.name() + "] " + SqlTypes.type(column.type());
    if (column.defaultValue() != null) {
      line += " default " + SqlTypes.literal(column.defaultValue(), false);
    }
    return line + (column.isNullable() ? "" : " not null") + (column.isUnique() ? " unique" : "");
  }
}
