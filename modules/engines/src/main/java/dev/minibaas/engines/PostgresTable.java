package dev.minibaas.engines;

import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.command.TableDefinition.Column;
import dev.minibaas.engines.target.EngineKind;
import java.util.ArrayList;
import java.util.List;

/** The statements that make a table in PostgreSQL. */
record PostgresTable(TableDefinition table, String name) {
  private static final String SUBJECT =
      "nullif(current_setting('app.current_user_id', true), '')::uuid";

  List<String> statements() {
    SqlTypes.check(EngineKind.POSTGRESQL, table);
    List<String> lines = new ArrayList<>();
    lines.add("\"id\" uuid primary key default gen_random_uuid()");
    lines.add("\"owner_id\" uuid not null default " + SUBJECT);
    for (Column column : table.columns()) {
      lines.add(line(column));
    }
    lines.add("\"created_at\" timestamptz not null default now()");
    lines.add("\"updated_at\" timestamptz not null default now()");
    List<String> statements = new ArrayList<>();
    statements.add("create table " + name + " (\n  " + String.join(",\n  ", lines) + "\n)");
    if (table.isOwnerOnly()) {
      statements.addAll(rules());
    }
    statements.add(grants());
    return statements;
  }

  private static String line(Column column) {
    String line = '"' + column.name() + "\" " + SqlTypes.type(column.type());
    if (column.defaultValue() != null) {
      line += " default " + SqlTypes.literal(column.defaultValue(), false);
    }
    return line + (column.isNullable() ? "" : " not null") + (column.isUnique() ? " unique" : "");
  }

  private List<String> rules() {
    String isOwner = "\"owner_id\" = " + SUBJECT;
    return List.of(
        "alter table " + name + " enable row level security",
        "alter table " + name + " force row level security",
        "create policy owner_isolation on "
            + name
            + " using ("
            + isOwner
            + ") with check ("
            + isOwner
            + ")");
  }

  /** To the platform's roles, in a database that has them. */
  private String grants() {
    return """
    do $$
    begin
      if exists (select from pg_roles where rolname = 'authenticated') then
        grant select, insert, update, delete on %1$s to authenticated;
      end if;
      if exists (select from pg_roles where rolname = 'service_role') then
        grant all on %1$s to service_role;
      end if;
    end $$\
    """
        .formatted(name);
  }
}
