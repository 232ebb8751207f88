-- Messages to the subscribers of channels, and the stream of changes. What is inserted into
-- realtime.messages is sent when its transaction commits; its policies say who may read and write
-- on which private channel, and ask realtime.topic() which one it is about.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'minibaas_realtime') then
    create role minibaas_realtime
      login replication noinherit nosuperuser nocreatedb nocreaterole nobypassrls;
  elsif exists (
    select from pg_catalog.pg_roles where rolname = 'minibaas_realtime'
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb))
  then
    raise exception 'role minibaas_realtime already exists with more rights than it may have'
      using hint = 'ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB, then start again.';
  elsif exists (
    select from pg_catalog.pg_roles where rolname = 'minibaas_realtime'
      and not (rolreplication and rolcanlogin))
  then
    raise exception 'role minibaas_realtime already exists, but can''t read the stream of changes'
      using hint = 'ALTER ROLE minibaas_realtime LOGIN REPLICATION, then start again.';
  end if;
exception
  -- another database of the cluster is being migrated at the same moment
  when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
  execute format('grant connect on database %I to minibaas_realtime', current_database());
end
$$;

create schema realtime;
revoke all on schema realtime from public;
grant usage on schema realtime
  to authenticator, anon, authenticated, service_role, minibaas_realtime;

create table realtime.messages (
  id uuid not null default gen_random_uuid(),
  topic text not null,
  extension text not null,
  payload jsonb,
  binary_payload bytea,
  event text,
  private boolean not null default false,
  updated_at timestamptz not null default now(),
  inserted_at timestamptz not null default now(),
  primary key (id, inserted_at)
) partition by range (inserted_at);

create index messages_topic_idx on realtime.messages (topic, inserted_at desc)
  where private and extension = 'broadcast';

-- For a day whose partition is missing: an insert never fails for that.
create table realtime.messages_default partition of realtime.messages default;

alter table realtime.messages enable row level security;
alter table realtime.messages_default enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

comment on table realtime.messages is
  'Messages to channels; its policies are the access rules of private channels.';

-- Days are those of UTC. A day of which the default partition has rows stays there.
create function realtime.maintain() returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
  -- whoever inserts waits behind this
  set lock_timeout = '5s'
  as $$
    declare
      today constant date := (now() at time zone 'UTC')::date;
      kept constant integer := 3;
      ahead constant integer := 3;
      day date;
      part text;
    begin
      -- one at a time: several nodes may call it
      perform pg_advisory_xact_lock(hashtextextended('minibaas realtime.maintain', 0));
      for part in
        select c.relname from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'realtime.messages'::regclass
          and c.relname ~ '^messages_[0-9]{4}_[0-9]{2}_[0-9]{2}$'
          and to_date(substr(c.relname, 10), 'YYYY_MM_DD') < today - kept
      loop
        execute format('drop table realtime.%I', part);
      end loop;
      delete from realtime.messages_default
        where inserted_at < (today - kept)::timestamp at time zone 'UTC';
      for day in select today + n from generate_series(0, ahead) n loop
        part := 'messages_' || to_char(day, 'YYYY_MM_DD');
        if to_regclass(format('realtime.%I', part)) is null
          and not exists (
            select from realtime.messages_default
            where inserted_at >= day::timestamp at time zone 'UTC'
              and inserted_at < (day + 1)::timestamp at time zone 'UTC')
        then
          execute format(
            'create table realtime.%I partition of realtime.messages
               for values from (%L) to (%L)',
            part,
            to_char(day, 'YYYY-MM-DD') || ' 00:00:00+00',
            to_char(day + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
          execute format('alter table realtime.%I enable row level security', part);
        end if;
      end loop;
    end
  $$;

select realtime.maintain();

-- Which channel a policy is asked about.
create function realtime.topic() returns text
  language sql
  stable
  as $$
    select nullif(current_setting('realtime.topic', true), '')
  $$;

-- Puts a message in the table as its caller: policies decide whether it may, and find the search
-- path as it was. An error is a warning.
create function realtime.store(
  payload jsonb, binary_payload bytea, event text, topic text, private boolean) returns void
  language plpgsql
  as $$
    declare
      id constant uuid := gen_random_uuid();
      asked_before constant text := coalesce(current_setting('realtime.topic', true), '');
    begin
      if coalesce(topic, '') = '' or event is null or private is null
        or (payload is null and binary_payload is null)
      then
        raise exception 'a message needs a topic, an event, a payload and private or not';
      end if;
      if jsonb_typeof(payload) = 'object' and not payload ? 'id' then
        payload := payload || jsonb_build_object('id', id);
      end if;
      perform set_config('realtime.topic', topic, true);
      insert into realtime.messages (id, topic, extension, payload, binary_payload, event, private)
        values (id, topic, 'broadcast', payload, binary_payload, event, private);
      perform set_config('realtime.topic', asked_before, true);
    exception
      when others then
        raise warning 'the message is not sent: %', sqlerrm using errcode = sqlstate;
    end
  $$;

create function realtime.send(
  payload jsonb, event text, topic text, private boolean default true) returns void
  language sql
  volatile
  as $$
    select realtime.store($1, null, $2, $3, $4)
  $$;

create function realtime.send_binary(
  payload bytea, event text, topic text, private boolean default true) returns void
  language sql
  volatile
  as $$
    select realtime.store(null, $1, $2, $3, $4)
  $$;

-- For triggers: tells a private channel what happened to a row.
create function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW') returns void
  language plpgsql
  as $$
    begin
      if level is distinct from 'ROW' then
        raise exception 'changes are broadcast by a trigger for each row, not of level %', level;
      end if;
      perform realtime.send(
        jsonb_build_object(
          'schema', table_schema,
          'table', table_name,
          'operation', operation,
          'record', to_jsonb(new),
          'old_record', to_jsonb(old)),
        event_name,
        topic_name);
    exception
      when others then
        raise warning 'the change is not sent: %', sqlerrm using errcode = sqlstate;
    end
  $$;

-- What the service tries policies with, in a transaction that it rolls back. It finds them by the
-- transaction's number, so they are inserted in no subtransaction, as an exception block would be.
create function realtime.insert_probes(topic text) returns void
  language sql
  security definer
  set search_path = pg_catalog, pg_temp
  as $$
    insert into realtime.messages (topic, extension, private)
      values ($1, 'broadcast', true), ($1, 'presence', true)
  $$;

revoke execute on all functions in schema realtime from public;
grant execute on function
    realtime.topic(),
    realtime.store(jsonb, bytea, text, text, boolean),
    realtime.send(jsonb, text, text, boolean),
    realtime.send_binary(bytea, text, text, boolean),
    realtime.broadcast_changes(text, text, text, text, text, record, record, text)
  to anon, authenticated, service_role;
grant execute on function realtime.insert_probes(text) to authenticator;
grant execute on function realtime.maintain() to minibaas_realtime;

-- Whose changes are told: the tables of supabase_realtime, to which an operator adds others.
do $$
declare
  demo regclass;
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  for demo in
    select c.oid::regclass from pg_class c
    join pg_trigger t on t.tgrelid = c.oid
    where c.relnamespace = 'public'::regnamespace
      and c.relname in ('user_profiles', 'posts', 'projects', 'mock_orders')
      -- an application's tables of these names are its own matter
      and t.tgfoid = to_regprocedure('minibaas.touch_updated_at()')
      and not exists (
        select from pg_publication_tables p
        where p.pubname = 'supabase_realtime'
          and p.schemaname = 'public' and p.tablename = c.relname)
  loop
    execute format('alter publication supabase_realtime add table %s', demo);
  end loop;
end
$$;

drop publication if exists supabase_realtime_messages_publication;
create publication supabase_realtime_messages_publication for table realtime.messages
  with (publish = 'insert', publish_via_partition_root = true);

-- Who may see what may have changed: the service forgets what it knows of it when it reads this in
-- the stream, where it stands among the changes. Roles belong to the cluster, so triggers don't
-- hear of them.
create function minibaas.announce_catalog() returns event_trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
  as $$
    begin
      if tg_tag in ('GRANT', 'REVOKE', 'DROP OWNED')
        or exists (
          select from pg_event_trigger_ddl_commands()
          where schema_name is distinct from 'pg_temp')
      then
        perform pg_logical_emit_message(true, 'minibaas.catalog', '');
      end if;
    end
  $$;

create function minibaas.announce_catalog_drop() returns event_trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
  as $$
    begin
      if exists (
        select from pg_event_trigger_dropped_objects()
        where not is_temporary and object_type = any (array[
          'schema', 'table', 'foreign table', 'view', 'materialized view', 'table column',
          'policy', 'rule', 'function', 'procedure', 'aggregate', 'type', 'domain', 'operator',
          'cast', 'extension', 'publication', 'publication relation', 'publication namespace'])
      ) then
        perform pg_logical_emit_message(true, 'minibaas.catalog', '');
      end if;
    end
  $$;

revoke execute on function minibaas.announce_catalog(), minibaas.announce_catalog_drop()
  from public;

create event trigger minibaas_announce_catalog on ddl_command_end
  when tag in (
    'CREATE POLICY', 'ALTER POLICY', 'GRANT', 'REVOKE', 'DROP OWNED',
    'CREATE SCHEMA', 'ALTER SCHEMA',
    'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE',
    'CREATE FOREIGN TABLE', 'ALTER FOREIGN TABLE', 'IMPORT FOREIGN SCHEMA',
    'CREATE VIEW', 'ALTER VIEW', 'CREATE MATERIALIZED VIEW', 'ALTER MATERIALIZED VIEW',
    'CREATE RULE', 'ALTER RULE',
    'CREATE FUNCTION', 'ALTER FUNCTION', 'CREATE PROCEDURE', 'ALTER PROCEDURE', 'ALTER ROUTINE',
    'CREATE AGGREGATE', 'ALTER AGGREGATE', 'CREATE OPERATOR', 'ALTER OPERATOR', 'CREATE CAST',
    'CREATE TYPE', 'ALTER TYPE', 'CREATE DOMAIN', 'ALTER DOMAIN',
    'CREATE EXTENSION', 'ALTER EXTENSION',
    'CREATE PUBLICATION', 'ALTER PUBLICATION')
  execute function minibaas.announce_catalog();
create event trigger minibaas_announce_catalog_drop on sql_drop
  execute function minibaas.announce_catalog_drop();
