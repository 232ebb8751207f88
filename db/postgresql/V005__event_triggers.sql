-- Row-level security on every new table in public, so that a table is closed until it has a policy.
-- The setting RLS_ON_NEW_TABLES=false disables this trigger (ALTER EVENT TRIGGER … DISABLE): its state
-- in the catalogue is where the setting is kept.
--
-- Two other ways to hand out rows by accident are closed with it: a view runs with its owner's rights
-- unless it says otherwise, so a new one is made to run with the caller's (a view created with an
-- explicit security_invoker keeps it); and a materialized view cannot have policies at all, so the
-- two client roles get no access to it by default.

create function minibaas.close_new_tables() returns event_trigger
  language plpgsql
  set search_path = pg_catalog
  as $$
    declare
      made record;
    begin
      for made in
        select c.oid, c.relkind, c.reloptions, d.object_identity
        from pg_event_trigger_ddl_commands() d
        join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
        where d.schema_name = 'public' and d.objsubid = 0
      loop
        if made.relkind in ('r', 'p') then
          execute format('alter table %s enable row level security', made.object_identity);
        elsif made.relkind = 'v'
          and not exists (
            select from pg_options_to_table(made.reloptions) where option_name = 'security_invoker')
        then
          execute format('alter view %s set (security_invoker = true)', made.object_identity);
        elsif made.relkind = 'm' then
          execute format('revoke all on %s from anon, authenticated', made.object_identity);
        end if;
      end loop;
    end
  $$;

create event trigger minibaas_close_new_tables on ddl_command_end
  when tag in (
    'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE VIEW', 'CREATE MATERIALIZED VIEW')
  execute function minibaas.close_new_tables();

-- The REST service keeps a cache of the schema and reloads it on this channel.

create function minibaas.announce_ddl() returns event_trigger
  language plpgsql
  set search_path = pg_catalog
  as $$
    begin
      if exists (
        select from pg_event_trigger_ddl_commands()
        where schema_name is distinct from 'pg_temp' and command_tag = any (array[
          'CREATE SCHEMA', 'ALTER SCHEMA',
          'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE',
          'CREATE FOREIGN TABLE', 'ALTER FOREIGN TABLE',
          'CREATE VIEW', 'ALTER VIEW', 'CREATE MATERIALIZED VIEW', 'ALTER MATERIALIZED VIEW',
          'CREATE FUNCTION', 'ALTER FUNCTION', 'CREATE PROCEDURE', 'ALTER PROCEDURE',
          'CREATE TRIGGER', 'CREATE TYPE', 'ALTER TYPE', 'CREATE DOMAIN', 'ALTER DOMAIN',
          'CREATE CAST', 'CREATE EXTENSION', 'ALTER EXTENSION', 'CREATE RULE', 'COMMENT'])
      ) then
        notify pgrst, 'reload schema';
      end if;
    end
  $$;

create function minibaas.announce_drop() returns event_trigger
  language plpgsql
  set search_path = pg_catalog
  as $$
    begin
      if exists (
        select from pg_event_trigger_dropped_objects()
        where not is_temporary and object_type = any (array[
          'schema', 'table', 'foreign table', 'view', 'materialized view', 'table column',
          'table constraint', 'function', 'procedure', 'trigger', 'type', 'domain', 'rule', 'cast',
          'extension'])
      ) then
        notify pgrst, 'reload schema';
      end if;
    end
  $$;

create event trigger minibaas_announce_ddl on ddl_command_end
  execute function minibaas.announce_ddl();
create event trigger minibaas_announce_drop on sql_drop
  execute function minibaas.announce_drop();
