package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.Statement;
import dev.minibaas.rest.schema.Name;

/** What the catalogue says of a role's access to a relation or function, as one JSON object. */
final class PolicyCatalogue {
  private static final String RELATION =
      """
      select json_build_object(
        'relation', asked.schema || '.' || asked.name,
        'kind', case c.relkind when 'r' then 'table' when 'p' then 'table' when 'v' then 'view'
          when 'm' then 'materialized view' when 'f' then 'foreign table' else 'unknown' end,
        'row_level_security', case when not c.relrowsecurity then 'off'
          when c.relforcerowsecurity then 'forced' else 'on' end,
        'bypassed', case when r.rolsuper then 'the role is a superuser'
          when r.rolbypassrls then 'the role has BYPASSRLS'
          when c.relrowsecurity and not c.relforcerowsecurity and pg_has_role(r.oid, c.relowner, 'USAGE')
            then 'the role owns the table' end,
        'reads_as', case when c.relkind = 'v' then
          case when coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false)
            then asked.role else pg_get_userbyid(c.relowner) end end,
        'base_relations', case when c.relkind in ('v', 'm') then (
          with recursive under(oid) as (
            select c.oid
            union
            select d.refobjid from under u
            join pg_rewrite w on w.ev_class = u.oid
            join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
              and d.refclassid = 'pg_class'::regclass
          )
          select json_agg(json_build_object('schema', bn.nspname, 'name', b.relname) order by 1, 2)
          from (select distinct oid from under where oid <> c.oid) o
          join pg_class b on b.oid = o.oid and b.relkind in ('r', 'p')
          join pg_namespace bn on bn.oid = b.relnamespace) end,
        'grants', json_build_object(
          'schema_usage', has_schema_privilege(r.oid, n.oid, 'USAGE'),
          'privileges', (select coalesce(json_agg(p), '[]')
            from unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) p where has_table_privilege(r.oid, c.oid, p)),
          'columns', (select coalesce(json_object_agg(p, columns), '{}') from (
            select p, json_agg(a.attname order by a.attnum) as columns
            from unnest('{SELECT,INSERT,UPDATE}'::text[]) p
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where not has_table_privilege(r.oid, c.oid, p) and has_column_privilege(r.oid, c.oid, a.attnum, p)
            group by p) x),
          'granted', (select coalesce(json_agg(json_build_object('privilege', g.privilege_type,
              'to', case g.grantee when 0 then 'PUBLIC' else pg_get_userbyid(g.grantee) end)), '[]')
            from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
            where g.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
              and case g.grantee when 0 then true else pg_has_role(r.oid, g.grantee, 'USAGE') end)),
        'policies', (select coalesce(json_agg(json_build_object(
            'name', p.polname, 'permissive', p.polpermissive,
            'command', case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
              when 'd' then 'DELETE' else 'ALL' end,
            'roles', (select json_agg(case x when 0 then 'PUBLIC' else pg_get_userbyid(x) end) from unnest(p.polroles) x),
            'for_role', exists (select from unnest(p.polroles) x
              where case x when 0 then true else pg_has_role(r.oid, x, 'USAGE') end),
            'using', pg_get_expr(p.polqual, p.polrelid),
            'check', pg_get_expr(p.polwithcheck, p.polrelid)) order by p.polname), '[]')
          from pg_policy p where p.polrelid = c.oid)
      )::text as answer, current_user
      from asked
      left join pg_namespace n on n.nspname = asked.schema
      left join pg_class c on c.relnamespace = n.oid and c.relname = asked.name
      left join pg_roles r on r.rolname = asked.role
      """;

  private static final String ROUTINE =
      """
      select json_build_object(
        'function', asked.schema || '.' || asked.name,
        'runs_as', case when p.prosecdef then pg_get_userbyid(p.proowner) else asked.role end,
        'security_definer', p.prosecdef,
        'schema_usage', has_schema_privilege(r.oid, n.oid, 'USAGE'),
        'execute', has_function_privilege(r.oid, p.oid, 'EXECUTE'),
        'granted', (select coalesce(json_agg(json_build_object('privilege', 'EXECUTE',
            'to', case g.grantee when 0 then 'PUBLIC' else pg_get_userbyid(g.grantee) end)), '[]')
          from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
          where case g.grantee when 0 then true else pg_has_role(r.oid, g.grantee, 'USAGE') end)
      )::text as answer, current_user
      from asked
      join pg_namespace n on n.nspname = asked.schema
      join pg_proc p on p.oid = asked.id
      left join pg_roles r on r.rolname = asked.role
      """;

  private PolicyCatalogue() {}

  static Statement relation(Name relation, String role) {
    return asked(relation, role).append(" as role) ").append(RELATION).build();
  }

  static Statement routine(Name routine, long oid, String role) {
    return asked(routine, role)
        .append(" as role, ")
        .value(oid)
        .append("::oid as id) ")
        .append(ROUTINE)
        .build();
  }

  private static Sql asked(Name name, String role) {
    return new Sql()
        .append("with asked as (select ")
        .value(name.schema(), "text")
        .append(" as schema, ")
        .value(name.name(), "text")
        .append(" as name, ")
        .value(role, "text");
  }
}
