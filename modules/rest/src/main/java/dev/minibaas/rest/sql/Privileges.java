package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Asks, as the caller, which relations and functions of a schema it may use. */
final class Privileges {
  private static final String RELATIONS =
      """
      select
        array(select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind in ('v', 'r', 'm', 'f', 'p') and n.nspname = schema.name
                and (pg_has_role(c.relowner, 'USAGE')
                  or has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                  or has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))) as relations,
        array(select p.oid::int8 from pg_proc p join pg_namespace n on n.oid = p.pronamespace
              where n.nspname = schema.name and has_function_privilege(p.oid, 'EXECUTE')) as functions,
        current_user
      from (select
      """;

  private Privileges() {}

  static Statement statement(String schema) {
    return new Sql().append(RELATIONS).value(schema, "text").append(" as name) schema").build();
  }

  static Visible read(ResultSet row) throws SQLException {
    String[] relations = (String[]) row.getArray(1).getArray();
    Long[] functions = (Long[]) row.getArray(2).getArray();
    return new Visible(Set.copyOf(List.of(relations)), Set.copyOf(List.of(functions)));
  }
}
