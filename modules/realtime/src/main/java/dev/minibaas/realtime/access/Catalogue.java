package dev.minibaas.realtime.access;

import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Session.Setting;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.access.TableAccess.Policy;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the catalogue says, read as the role that it is said of. */
final class Catalogue {
  /** The functions as the migrations make them; others of the same name are asked, not computed. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "jwt", "e4077fc3aae2f999f0896dcd3f8e252b",
          "uid", "3eeac5ba737c981f262e135ce507000b",
          "role", "10cf73808bd44f11e2dfe9bcd398841a",
          "email", "527f87269f1744276ab5ac015baacd06");

  private static final String QUERY =
      """
      select coalesce(json_agg(json_build_object(
          'schema', n.nspname,
          'table', c.relname,
          'usable', has_schema_privilege(n.oid, 'USAGE'),
          'policed', row_security_active(c.oid),
          'powerful', (select r.rolsuper or r.rolbypassrls from pg_catalog.pg_roles r
            where r.rolname = current_user),
          'columns', (select json_agg(json_build_object(
              'name', a.attname,
              'type', base.typname,
              'cast', quote_ident(tn.nspname) || '.' || quote_ident(t.typname),
              'domain', t.typtype = 'd',
              'builtIn', base.typnamespace = 'pg_catalog'::regnamespace
                and coalesce(l.collisdeterministic, true),
              'readable', has_column_privilege(c.oid, a.attnum, 'SELECT'),
              'key', coalesce(a.attnum = any (i.indkey::int2[]), false)) order by a.attnum)
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_type t on t.oid = a.atttypid
            join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
            join lateral (
              with recursive under (oid, basis) as (
                select t.oid, t.typbasetype
                union all
                select b.oid, b.typbasetype from under
                join pg_catalog.pg_type b on b.oid = under.basis)
              select y.typname, y.typnamespace from under
              join pg_catalog.pg_type y on y.oid = under.oid
              where under.basis = 0) base on true
            left join pg_catalog.pg_collation l on l.oid = a.attcollation
            left join pg_catalog.pg_index i on i.indrelid = c.oid and i.indisprimary
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
          'policies', (select json_agg(json_build_object(
              'permissive', p.polpermissive,
              'condition', pg_get_expr(p.polqual, p.polrelid),
              'columns', (select json_agg(a.attname) from pg_catalog.pg_depend d
                join pg_catalog.pg_attribute a
                  on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                where d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = p.oid
                  and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid))
              order by p.polname desc)
            from pg_catalog.pg_policy p
            where p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polqual is not null
              and exists (select from unnest(p.polroles) r
                where case when r = 0 then true else pg_has_role(r, 'USAGE') end)),
          'known', (select json_object_agg(f.proname, md5(concat_ws('|', f.prosrc, l.lanname,
              f.provolatile, f.prosecdef, f.proconfig::text, f.prorettype::regtype)))
            from pg_catalog.pg_proc f
            join pg_catalog.pg_language l on l.oid = f.prolang
            where f.pronamespace = to_regnamespace('auth') and f.pronargs = 0
              and has_function_privilege(f.oid, 'EXECUTE'))))
        , '[]')::text, current_user
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where (n.nspname, c.relname) in (select * from unnest(
      """;

  /** Nothing but pg_catalog, so that every other name is written with its schema. */
  private static final List<Setting> NO_PATH = List.of(new Setting("search_path", ""));

  private final CallerSessions sessions;

  Catalogue(CallerSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Those of the tables that there are.
   *
   * @throws dev.minibaas.platform.sql.SqlFailure also when there is no such role
   */
  Map<TableName, TableAccess> read(Identity identity, Collection<TableName> tables) {
    var session = new Session(identity.role(), identity.claims(), NO_PATH, true, null);
    var sql = new Sql().append(QUERY);
    sql.value(SqlTexts.array(tables.stream().map(TableName::schema).toList()), "text[]");
    sql.append(", ").value(SqlTexts.array(tables.stream().map(TableName::name).toList()), "text[]");
    String answer = sessions.read(session, sql.append("))").build(), row -> row.getString(1));
    Map<TableName, TableAccess> found = new HashMap<>();
    for (JsonValue table : JsonReader.read(answer).asJsonArray()) {
      TableAccess access = table(table.asJsonObject());
      found.put(access.name(), access);
    }
    return found;
  }

  private static TableAccess table(JsonObject table) {
    return new TableAccess(
        new TableName(table.getString("schema"), table.getString("table")),
        table.getBoolean("usable"),
        table.getBoolean("policed"),
        table.getBoolean("powerful"),
        list(table, "columns").stream().map(Catalogue::column).toList(),
        list(table, "policies").stream().map(Catalogue::policy).toList(),
        known(table));
  }

  private static ColumnAccess column(JsonValue value) {
    JsonObject column = value.asJsonObject();
    return new ColumnAccess(
        column.getString("name"),
        column.getString("type"),
        column.getString("cast"),
        column.getBoolean("domain"),
        column.getBoolean("builtIn"),
        column.getBoolean("readable"),
        column.getBoolean("key"));
  }

  private static Policy policy(JsonValue value) {
    JsonObject policy = value.asJsonObject();
    String condition = policy.getString("condition");
    Set<String> columns = new HashSet<>();
    list(policy, "columns").forEach(column -> columns.add(((JsonString) column).getString()));
    boolean system = columns.removeIf(SYSTEM_COLUMNS::contains);
    return new Policy(
        policy.getBoolean("permissive"), condition, columns, condition.contains(".*"), system);
  }

  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private static Set<String> known(JsonObject table) {
    Set<String> known = new HashSet<>();
    if (table.get("known") instanceof JsonObject found) {
      KNOWN.forEach((name, hash) -> {
        if (hash.equals(found.getString(name, ""))) {
          known.add(name);
        }
      });
    }
    return known;
  }

  private static List<JsonValue> list(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray array ? array : List.of();
  }
}
