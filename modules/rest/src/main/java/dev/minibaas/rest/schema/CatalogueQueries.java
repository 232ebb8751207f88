package dev.minibaas.rest.schema;

/**
 * The questions to PostgreSQL's catalogue. They run with an empty search_path: every type name that
 * isn't built in comes back with its schema.
 */
final class CatalogueQueries {
  private CatalogueQueries() {}

  /** One row per column, in order; a relation without columns has one row with a null column. */
  static final String COLUMNS =
      """
      with recursive base_types as (
        select oid, typbasetype, coalesce(nullif(typbasetype, 0), oid) as base
        from pg_type
        union
        select t.oid, b.typbasetype, coalesce(nullif(b.typbasetype, 0), b.oid)
        from base_types t join pg_type b on t.typbasetype = b.oid
      ),
      attributes as materialized (
        select n.nspname, c.relname, c.oid, c.relkind,
          a.attname, a.attnum, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind in ('r', 'p', 'v', 'm', 'f')
          and not c.relispartition
          and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
          and not pg_is_other_temp_schema(n.oid)
      ),
      -- names of types are costly, and many columns share few types
      types as materialized (
        select k.atttypid, k.atttypmod, t.typtype, t.typnotnull, t.typbasetype, t.typdefault,
          case
            when bt.typnamespace = 'pg_catalog'::regnamespace then format_type(bt.oid, null)
            else format_type(k.atttypid, k.atttypmod)
          end as data_type,
          format_type(k.atttypid, k.atttypmod) as nominal_type,
          format_type(bt.oid, -1) as cast_type,
          information_schema._pg_char_max_length(
            case when t.typtype = 'd' then t.typbasetype else k.atttypid end,
            case when t.typtype = 'd' then t.typtypmod else k.atttypmod end) as max_length,
          (select array_agg(e.enumlabel::text order by e.enumsortorder)
           from pg_enum e where e.enumtypid = bt.oid) as labels
        from (select distinct atttypid, atttypmod from attributes where atttypid is not null) k
        join pg_type t on t.oid = k.atttypid
        left join base_types b on b.oid = t.oid and b.typbasetype = 0
        left join pg_type bt on bt.oid = b.base
      )
      select
        a.nspname as schema, a.relname as relation, a.oid as oid,
        td.description as relation_comment,
        a.relkind in ('v', 'm') as is_view,
        a.relkind in ('r', 'p') or (pg_relation_is_updatable(a.oid, true) & 8) = 8 as insertable,
        a.relkind in ('r', 'p') or (pg_relation_is_updatable(a.oid, true) & 4) = 4 as updatable,
        a.relkind in ('r', 'p') or (pg_relation_is_updatable(a.oid, true) & 16) = 16 as deletable,
        a.attname as name, a.attnum as number, d.description as comment,
        not (a.attnotnull or t.typtype = 'd' and t.typnotnull) as nullable,
        t.data_type, t.nominal_type, t.cast_type, t.max_length,
        case
          when t.typbasetype <> 0 and ad.adbin is null then t.typdefault
          when a.attidentity in ('a', 'd') then
            (select format('nextval(%L)', format('%I.%I', sn.nspname, s.relname))
             from pg_depend dep
             join pg_class s on s.oid = dep.objid and s.relkind = 'S'
             join pg_namespace sn on sn.oid = s.relnamespace
             where dep.classid = 'pg_class'::regclass and dep.refclassid = 'pg_class'::regclass
               and dep.refobjid = a.oid and dep.refobjsubid = a.attnum and dep.deptype = 'i'
             limit 1)
          when a.attgenerated = 's' then null
          else pg_get_expr(ad.adbin, ad.adrelid)
        end as default_value,
        t.labels, a.atttypid as type_oid
      from attributes a
      left join types t on t.atttypid = a.atttypid and t.atttypmod = a.atttypmod
      left join pg_attrdef ad on ad.adrelid = a.oid and ad.adnum = a.attnum
      left join pg_description td on td.objoid = a.oid and td.objsubid = 0 and td.classoid = 'pg_class'::regclass
      left join pg_description d on d.objoid = a.oid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
      order by a.nspname, a.relname, a.attnum
      """;

  /** Primary keys and unique constraints: columns in the order of their numbers. */
  static final String KEYS =
      """
      select n.nspname as schema, c.relname as relation, k.contype = 'p' as is_primary,
        array(select a.attname::text from pg_attribute a
              where a.attrelid = k.conrelid and a.attnum = any(k.conkey)
              order by array_position(k.conkey, a.attnum)) as columns
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      where k.contype in ('p', 'u')
      order by 1, 2, k.conname
      """;

  static final String FOREIGN_KEYS =
      """
      select n.nspname as schema, c.relname as relation, k.conname as name,
        fn.nspname as foreign_schema, fc.relname as foreign_relation,
        array(select a.attname::text from unnest(k.conkey) with ordinality u(num, pos)
              join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num
              order by u.pos) as columns,
        array(select a.attname::text from unnest(k.confkey) with ordinality u(num, pos)
              join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num
              order by u.pos) as foreign_columns
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_class fc on fc.oid = k.confrelid
      join pg_namespace fn on fn.oid = fc.relnamespace
      where k.contype = 'f' and k.conparentid = 0
      order by 1, 2, 3
      """;

  static final String VIEWS =
      """
      select c.oid as oid, r.ev_action::text as rule
      from pg_rewrite r
      join pg_class c on c.oid = r.ev_class
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and r.ev_type = '1' and n.nspname = any(?)
      order by c.oid
      """;

  static final String ROUTINES =
      """
      with recursive base_types as (
        select oid, typbasetype, coalesce(nullif(typbasetype, 0), oid) as base
        from pg_type
        union
        select t.oid, b.typbasetype, coalesce(nullif(b.typbasetype, 0), b.oid)
        from base_types t join pg_type b on t.typbasetype = b.oid
      )
      select n.nspname as schema, p.proname as name, p.oid as oid, d.description as comment,
        p.provolatile as volatility, p.provariadic > 0 as is_variadic, p.proretset as is_set,
        rn.nspname as return_schema, coalesce(rc.relname, rt.typname) as return_name,
        rt.typtype = 'c' or coalesce(p.proargmodes::text[] && '{t,b,o}', false) as is_composite,
        b.oid <> b.base as is_alias,
        p.proconfig as settings,
        q.names, q.types, q.body_types, q.required, q.variadic, o.names as out_names, o.types as out_types
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      join base_types b on b.oid = p.prorettype and b.typbasetype = 0
      join pg_type rt on rt.oid = b.base
      join pg_namespace rn on rn.oid = rt.typnamespace
      left join pg_class rc on rc.oid = rt.typrelid and rt.typtype = 'c'
      left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass
      cross join lateral (
        select
          coalesce(array_agg(a.name order by a.pos), '{}') as names,
          coalesce(array_agg(format_type(a.type, null) order by a.pos), '{}') as types,
          coalesce(array_agg(case a.type
              when 'bit'::regtype then 'bit varying'
              when 'bit[]'::regtype then 'bit varying[]'
              when 'character'::regtype then 'character varying'
              when 'character[]'::regtype then 'character varying[]'
              else format_type(a.type, null) end order by a.pos), '{}') as body_types,
          coalesce(array_agg(a.place <= p.pronargs - p.pronargdefaults order by a.pos), '{}') as required,
          coalesce(array_agg(a.mode = 'v' order by a.pos), '{}') as variadic,
          count(*) filter (where a.name = '') as unnamed,
          count(*) as total,
          bool_or(a.name = '' and a.type in ('bytea'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text'::regtype, 'xml'::regtype)) as takes_body
        from (
          select coalesce(u.name, '') as name, u.type, coalesce(u.mode, 'i') as mode, u.pos,
            row_number() over (order by u.pos) as place
          from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargnames, p.proargmodes::text[])
            with ordinality u(type, name, mode, pos)
          where coalesce(u.mode, 'i') in ('i', 'b', 'v')
        ) a
      ) q
      cross join lateral (
        select coalesce(array_agg(x.name order by x.pos), '{}') as names,
               coalesce(array_agg(format_type(xb.base, -1) order by x.pos), '{}') as types
        from (
          select u.name, u.type, u.pos
          from unnest(p.proallargtypes, p.proargnames, p.proargmodes::text[]) with ordinality u(type, name, mode, pos)
          where u.mode in ('t', 'o', 'b')
          union all
          select at.attname::text, at.atttypid, at.attnum
          from pg_attribute at
          where rt.typtype = 'c' and at.attrelid = rt.typrelid and at.attnum > 0 and not at.attisdropped
        ) x join base_types xb on xb.oid = x.type and xb.typbasetype = 0
      ) o
      where n.nspname = any(?) and p.prokind = 'f' and rt.oid <> 'trigger'::regtype
        and (q.unnamed = 0 or q.total = 1 and q.takes_body)
      order by n.nspname, p.proname, p.oid
      """;

  /** Functions of one argument that is a relation's row. */
  static final String OVER_ROWS =
      """
      select tn.nspname as schema, tc.relname as relation,
        n.nspname as function_schema, p.proname as function,
        rn.nspname as foreign_schema, rc.relname as foreign_relation,
        not p.proretset or p.prorows = 1 as is_to_one,
        rt.typtype = 'c' and rc.relkind in ('r', 'p', 'v', 'm', 'f') as is_relationship,
        format_type(coalesce(nullif(rt.typbasetype, 0), rt.oid), -1) as type
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      join pg_type at on at.oid = p.proargtypes[0]
      join pg_class tc on tc.oid = at.typrelid and tc.relkind in ('r', 'p', 'v', 'm', 'f')
      join pg_namespace tn on tn.oid = tc.relnamespace
      join pg_type rt on rt.oid = p.prorettype
      left join pg_class rc on rc.oid = rt.typrelid
      left join pg_namespace rn on rn.oid = rc.relnamespace
      where p.pronargs = 1 and p.prokind = 'f'
        and n.nspname not in ('pg_catalog', 'information_schema')
      """;

  /** Casts between a domain and json or text that are functions and implicit. */
  static final String REPRESENTATIONS =
      """
      select coalesce(sd.oid, td.oid) as domain,
        sd.oid is not null as is_source,
        case when sd.oid is not null then t.typname else s.typname end as other,
        quote_ident(n.nspname) || '.' || quote_ident(p.proname) as function
      from pg_cast c
      join pg_proc p on p.oid = c.castfunc
      join pg_namespace n on n.oid = p.pronamespace
      join pg_type s on s.oid = c.castsource
      join pg_type t on t.oid = c.casttarget
      left join pg_type sd on sd.oid = s.oid and sd.typtype = 'd'
      left join pg_type td on td.oid = t.oid and td.typtype = 'd'
      where c.castcontext = 'i' and c.castmethod = 'f'
        and (sd.oid is not null and t.oid = 'json'::regtype
          or td.oid is not null and s.oid in ('json'::regtype, 'text'::regtype))
      """;

  static final String HANDLERS =
      """
      with media as (
        select t.oid, n.nspname, t.typname,
          case t.typname when '*/*' then 'application/octet-stream' else lower(t.typname) end as content_type
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where t.typtype = 'd' and (t.typname ~* '^[a-z0-9.-]+/[a-z0-9.+-]+$' or t.typname = '*/*')
      )
      select n.nspname as schema, p.proname as name,
        an.nspname as target_schema, coalesce(ac.relname, at.typname) as target,
        lower(m.typname) as media_type, m.content_type
      from media m
      join pg_proc p on p.prorettype = m.oid
      join pg_aggregate g on g.aggfnoid = p.oid
      join pg_namespace n on n.oid = p.pronamespace
      join pg_type at on at.oid = p.proargtypes[0]
      join pg_namespace an on an.oid = at.typnamespace
      left join pg_class ac on ac.oid = at.typrelid
      where n.nspname = any(?) and p.pronargs = 1
        and (at.oid = 'anyelement'::regtype or ac.relkind in ('r', 'p', 'v', 'm', 'f'))
      union all
      select m.nspname, m.typname, n.nspname, p.proname, lower(m.typname), m.content_type
      from media m
      join pg_proc p on p.prorettype = m.oid and not p.proretset and p.prokind = 'f'
      join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = any(?)
      """;

  /** Settings of the roles that the login role may become, as far as it may set them. */
  static final String ROLES =
      """
      select r.rolname as role, split_part(s.setting, '=', 1) as name,
        substr(s.setting, strpos(s.setting, '=') + 1) as value
      from pg_auth_members m
      join pg_roles r on r.oid = m.roleid
      cross join lateral unnest(r.rolconfig) s(setting)
      join pg_settings p on p.name = split_part(s.setting, '=', 1)
      where m.member = (select oid from pg_roles where rolname = session_user)
        and (p.context = 'user' %s)
      """;

  /** From PostgreSQL 15 on, further parameters can be granted. */
  static final String GRANTED_PARAMETERS =
      "or has_parameter_privilege(session_user, p.name, 'set')";

  static final String TIMEZONES = "select name from pg_timezone_names";

  static final String SCHEMA_COMMENTS =
      """
      select n.nspname as schema, d.description as comment
      from pg_namespace n
      join pg_description d on d.objoid = n.oid and d.classoid = 'pg_namespace'::regclass
      where n.nspname = any(?)
      """;
}
