-- Databases that tenants have registered. The registry logs in as a role that owns nothing: row-level
-- security holds for it, and it can't switch that off. Each transaction says for whom it acts:
--   app.current_tenant   the tenant
--   app.all_tenants      'on' for the service role and for the rotation of keys
--   app.connecting       'on' for the internal connect call, which also opens shared registrations

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'minibaas_registry') then
    create role minibaas_registry
      login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  elsif exists (
    select from pg_catalog.pg_roles where rolname = 'minibaas_registry'
      and (rolsuper or rolbypassrls or rolcreaterole or rolreplication))
  then
    raise exception 'role minibaas_registry already exists with more rights than it may have'
      using hint = 'ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION, then start again.';
  end if;
exception
  -- another database of the cluster is being migrated at the same moment
  when duplicate_object or unique_violation then null;
end
$$;

create schema minibaas_registry;
revoke all on schema minibaas_registry from public;
grant usage on schema minibaas_registry to minibaas_registry;

-- The keys of the vault, newest last. A key is derived from a setting and the salt; it isn't stored.
create table minibaas_registry.vault_keys (
  version integer primary key check (version > 0),
  salt bytea not null check (length(salt) = 16),
  -- a known text sealed with the key: tells whether a setting derives this key
  proof bytea not null,
  created_at timestamptz not null default now()
);

create table minibaas_registry.databases (
  id uuid primary key default gen_random_uuid(),
  tenant_id text not null check (char_length(tenant_id) between 1 and 255),
  engine text not null check (engine in ('postgresql', 'mongodb', 'mysql', 'redis', 'sqlite')),
  name text not null check (char_length(name) between 1 and 64),
  -- 12 bytes of nonce, then AES-256-GCM's ciphertext with its tag
  connection_sealed bytea not null check (length(connection_sealed) > 28),
  key_version integer not null references minibaas_registry.vault_keys (version),
  options jsonb not null,
  -- grows with every change of what a connection is made of
  revision bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_healthy_at timestamptz,
  constraint databases_tenant_name_key unique (tenant_id, name)
);

create index databases_newest_idx on minibaas_registry.databases (tenant_id, created_at desc, id);
create index databases_key_version_idx on minibaas_registry.databases (key_version);

alter table minibaas_registry.databases enable row level security;
alter table minibaas_registry.databases force row level security;

-- current_setting is null, or empty on a connection that had it set in an earlier transaction
create policy tenant_isolation on minibaas_registry.databases
  using (
    tenant_id = nullif(current_setting('app.current_tenant', true), '')
    or current_setting('app.all_tenants', true) = 'on')
  with check (
    tenant_id = nullif(current_setting('app.current_tenant', true), '')
    or current_setting('app.all_tenants', true) = 'on');

create policy shared_while_connecting on minibaas_registry.databases
  for select
  using (
    (options -> 'shared') = 'true'::jsonb
    and current_setting('app.connecting', true) = 'on');

grant select, insert, delete on minibaas_registry.vault_keys to minibaas_registry;
grant select, insert, delete on minibaas_registry.databases to minibaas_registry;
grant update (name, connection_sealed, key_version, options, revision, updated_at, last_healthy_at)
  on minibaas_registry.databases to minibaas_registry;

comment on table minibaas_registry.databases is 'Registered databases; connection strings are sealed.';
comment on table minibaas_registry.vault_keys is 'Versions of the key that seals connection strings.';
