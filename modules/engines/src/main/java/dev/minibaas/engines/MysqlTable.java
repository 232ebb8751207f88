package dev.minibaas.engines;

import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.command.TableDefinition.Column;
import dev.minibaas.engines.target.EngineKind;
import java.util.ArrayList;
import java.util.List;

/** The statement that makes a table in MySQL or MariaDB. They have no row security. */
record MysqlTable(TableDefinition table, String name) {

  String statement() {
    SqlTypes.check(EngineKind.MYSQL, table);
    List<String> lines = new ArrayList<>();
    lines.add("`id` char(36) not null primary key default (uuid())");
    lines.add("`owner_id` char(36) not null");
    for (Column column : table.columns()) {
      lines.add(line(column));
    }
    lines.add("`created_at` timestamp(6) not null default current_timestamp(6)");
    lines.add(
        "`updated_at` timestamp(6) not null default current_timestamp(6)"
            + " on update current_timestamp(6)");
    lines.add("index (`owner_id`)");
    return "create table "
        + name
        + " (\n  "
        + String.join(",\n  ", lines)
        + "\n) default character set utf8mb4";
  }

  private static String line(Column column) {
    String line = '`' + column.name() + "` " + type(column);
    if (column.defaultValue() != null) {
      line += " default (" + SqlTypes.literal(column.defaultValue(), true) + ")";
    }
    return line + (column.isNullable() ? "" : " not null") + (column.isUnique() ? " unique" : "");
  }

  private static String type(Column column) {
    String type = SqlTypes.type(column.type());
    return switch (type) {
      case "text" -> column.isUnique() ? "varchar(255)" : "text";
      case "varchar" -> "varchar(255)";
      case "char" -> "char(1)";
      case "serial", "bigserial" -> "bigint";
      case "timestamp" -> "datetime(6)";
      case "timestamptz" -> "timestamp(6)";
      case "uuid" -> "char(36)";
      case "json", "jsonb" -> "json";
      case "numeric", "decimal" -> "decimal(65, 30)";
      case "real" -> "float";
      case "double precision" -> "double";
      case "bytea" -> "longblob";
      case "inet", "cidr", "macaddr" -> "varchar(64)";
      default -> type;
    };
  }
}
