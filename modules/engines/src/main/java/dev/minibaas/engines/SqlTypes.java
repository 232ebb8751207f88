package dev.minibaas.engines;

import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import dev.minibaas.engines.command.Names;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.command.TableDefinition.Column;
import dev.minibaas.engines.target.EngineKind;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The types that a column may be made with, and literals for its default. */
final class SqlTypes {
  static final List<String> IMPLICIT = List.of("id", "owner_id", "created_at", "updated_at");

  private static final Set<String> TYPES =
      Set.of(
          "text",
          "varchar",
          "char",
          "integer",
          "int",
          "bigint",
          "smallint",
          "serial",
          "bigserial",
          "boolean",
          "bool",
          "timestamp",
          "timestamptz",
          "date",
          "time",
          "uuid",
          "jsonb",
          "json",
          "numeric",
          "decimal",
          "real",
          "double precision",
          "bytea",
          "inet",
          "cidr",
          "macaddr");
  private static final int MAX_COLUMNS = 200;

  private SqlTypes() {}

  static String type(String text) {
    String type = text.toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw new InvalidCommand(
          Part.DATA,
          "a column's type must be one of " + String.join(", ", TYPES.stream().sorted().toList()));
    }
    return type;
  }

  static void check(EngineKind kind, TableDefinition table) {
    Names.table(kind, table.name());
    if (table.columns().isEmpty() || table.columns().size() > MAX_COLUMNS) {
      throw new InvalidCommand(Part.DATA, "a table has 1 to " + MAX_COLUMNS + " columns");
    }
    Set<String> seen = new HashSet<>(IMPLICIT);
    for (Column column : table.columns()) {
      Names.column(Part.DATA, column.name());
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new InvalidCommand(Part.DATA, "column " + column.name() + " is there already");
      }
    }
  }

  /** A default as a literal; text is quoted so that nothing in it is more than text. */
  static String literal(Object value, boolean escapesBackslash) {
    return switch (value) {
      case Boolean flag -> flag.toString();
      case Long number -> number.toString();
      case BigDecimal number -> number.toPlainString();
      case String text when text.indexOf('\0') < 0 -> {
        String quoted = text.replace("'", "''");
        yield "'" + (escapesBackslash ? quoted.replace("\\", "\\\\") : quoted) + "'";
      }
      default ->
          throw new InvalidCommand(Part.DATA, "a default must be a text, a number or a boolean");
    };
  }
}
