-- What tables the schema service has made, in which registered database, and for whom. Row-level
-- security keeps creators apart: app.current_tenant is the creator, app.all_tenants is 'on' for the
-- service role.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'minibaas_schemas') then
    create role minibaas_schemas
      login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  elsif exists (
    select from pg_catalog.pg_roles where rolname = 'minibaas_schemas'
      and (rolsuper or rolbypassrls or rolcreaterole or rolreplication))
  then
    raise exception 'role minibaas_schemas already exists with more rights than it may have'
      using hint = 'ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION, then start again.';
  end if;
exception
  -- another database of the cluster is being migrated at the same moment
  when duplicate_object or unique_violation then null;
end
$$;

create schema minibaas_schemas;
revoke all on schema minibaas_schemas from public;
grant usage on schema minibaas_schemas to minibaas_schemas;

create table minibaas_schemas.schema_registry (
  id uuid primary key default gen_random_uuid(),
  database_id uuid not null,
  name text not null check (name ~ '^[a-zA-Z0-9_-]{1,64}$'),
  engine text not null check (engine in ('postgresql', 'mongodb', 'mysql', 'sqlite')),
  columns jsonb not null check (jsonb_typeof(columns) = 'array'),
  enable_rls boolean not null,
  created_by text not null check (char_length(created_by) between 1 and 255),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint schema_registry_database_name_key unique (database_id, name)
);

create index schema_registry_newest_idx
  on minibaas_schemas.schema_registry (created_by, created_at desc, id);

alter table minibaas_schemas.schema_registry enable row level security;
alter table minibaas_schemas.schema_registry force row level security;

create policy creator_isolation on minibaas_schemas.schema_registry
  using (
    created_by = nullif(current_setting('app.current_tenant', true), '')
    or current_setting('app.all_tenants', true) = 'on')
  with check (
    created_by = nullif(current_setting('app.current_tenant', true), '')
    or current_setting('app.all_tenants', true) = 'on');

grant select, insert, delete on minibaas_schemas.schema_registry to minibaas_schemas;
grant update (columns, enable_rls, updated_at)
  on minibaas_schemas.schema_registry to minibaas_schemas;

comment on table minibaas_schemas.schema_registry is 'Tables made by the schema service.';
