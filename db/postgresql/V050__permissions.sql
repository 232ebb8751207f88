-- Roles of users, and policies that say what a role may do with which resource. The service logs in as
-- a role that owns nothing; the three tables are out of the API's reach, so no policy of row-level
-- security has to ask them about themselves.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'minibaas_permissions') then
    create role minibaas_permissions
      login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  elsif exists (
    select from pg_catalog.pg_roles where rolname = 'minibaas_permissions'
      and (rolsuper or rolbypassrls or rolcreaterole or rolreplication))
  then
    raise exception 'role minibaas_permissions already exists with more rights than it may have'
      using hint = 'ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION, then start again.';
  end if;
exception
  -- another database of the cluster is being migrated at the same moment
  when duplicate_object or unique_violation then null;
end
$$;

create schema minibaas_permissions;
revoke all on schema minibaas_permissions from public;
grant usage on schema minibaas_permissions to minibaas_permissions, authenticated, service_role;

create table minibaas_permissions.roles (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  description text not null default '',
  is_system boolean not null default false,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now()
);

-- without a reference to auth.users: tokens may come from elsewhere, and nothing here may ever stand in
-- the way of an account
create table minibaas_permissions.user_roles (
  user_id uuid not null,
  role_id uuid not null references minibaas_permissions.roles (id) on delete cascade,
  granted_by text,
  granted_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (user_id, role_id)
);

create table minibaas_permissions.resource_policies (
  id uuid primary key default gen_random_uuid(),
  role_id uuid not null references minibaas_permissions.roles (id) on delete cascade,
  resource_type text not null check (char_length(resource_type) between 1 and 64),
  resource_name text not null check (char_length(resource_name) between 1 and 128),
  actions text[] not null check (cardinality(actions) between 1 and 32),
  conditions jsonb not null default '{}' check (jsonb_typeof(conditions) = 'object'),
  effect text not null check (effect in ('allow', 'deny')),
  priority integer not null default 0 check (priority between 0 and 1000),
  created_at timestamptz not null default now()
);

create index user_roles_role_idx on minibaas_permissions.user_roles (role_id);
create index resource_policies_role_idx on minibaas_permissions.resource_policies (role_id);

insert into minibaas_permissions.roles (name, description, is_system) values
  ('admin', 'May do everything.', true),
  ('user', 'Has signed up; may do everything with what is theirs.', true),
  ('guest', 'Signed in without an account; may read what is theirs.', true),
  ('moderator', 'Without policies of its own until the operator makes some.', true),
  ('service_role', 'Back ends of the operator.', true);

insert into minibaas_permissions.resource_policies
  (role_id, resource_type, resource_name, actions, conditions, effect, priority)
select id, '*', '*', actions, conditions::jsonb, 'allow', priority
from minibaas_permissions.roles
join (values
  ('user', array['select', 'insert', 'update', 'delete'], '{"owner_only": true}', 0),
  ('admin', array['*'], '{}', 100),
  ('service_role', array['*'], '{}', 100),
  ('guest', array['select'], '{"owner_only": true}', 0)
) as seed (name, actions, conditions, priority) using (name);

-- Whether the conditions of a policy hold; null when the context doesn't tell. Keys of the context:
-- user_id, owner_id (of the resource, when known), aal, ip, at. An owner that isn't known counts as the
-- user: the decision then says that it is for their own resources only.
create function minibaas_permissions.holds(conditions jsonb, context jsonb) returns boolean
  language plpgsql stable
  set search_path = pg_catalog
  as $$
    declare
      wanted jsonb;
      moment timestamp;
      starts time;
      ends time;
      result boolean := true;
    begin
      if conditions -> 'owner_only' = 'true' and context ->> 'owner_id' is not null then
        result := result and context ->> 'owner_id' = context ->> 'user_id';
      end if;
      if conditions -> 'mfa_required' = 'true' then
        result := result and context ->> 'aal' in ('aal2', 'aal3');
      end if;
      if conditions ? 'ip_range' then
        select result and bool_or((context ->> 'ip')::inet <<= range::cidr) into result
        from jsonb_array_elements_text(conditions -> 'ip_range') as range;
      end if;
      if conditions ? 'time_window' then
        wanted := conditions -> 'time_window';
        moment := (context ->> 'at')::timestamptz at time zone (wanted ->> 'timezone');
        starts := (wanted ->> 'from')::time;
        ends := (wanted ->> 'to')::time;
        result := result
          and (wanted -> 'days') @> to_jsonb(extract(isodow from moment)::int)
          -- a window over midnight belongs to the days on which its hours are
          and case when starts <= ends
            then moment::time >= starts and moment::time < ends
            else moment::time >= starts or moment::time < ends
          end;
      end if;
      return result;
    exception when data_exception or invalid_parameter_value then
      return null;
    end
  $$;

-- The policy that decides, if any applies: the highest priority; among equals a denial, then what
-- allows without a restriction. What can't be told denies: an allowing policy doesn't apply then, a
-- denying one does.
create function minibaas_permissions.deciding_policy(
    account uuid, type text, resource text, wanted text, context jsonb)
  returns table (
    policy_id uuid, role_name text, effect text, priority integer, is_owner_only boolean)
  language sql stable
  set search_path = pg_catalog
  as $$
    select p.id, r.name, p.effect, p.priority,
      p.conditions -> 'owner_only' = 'true' and context ->> 'owner_id' is null
    from minibaas_permissions.user_roles u
    join minibaas_permissions.roles r on r.id = u.role_id
    join minibaas_permissions.resource_policies p on p.role_id = r.id
    cross join lateral minibaas_permissions.holds(p.conditions, context) as held
    where u.user_id = account
      and (u.expires_at is null or u.expires_at > now())
      and p.resource_type in (type, '*')
      and p.resource_name in (resource, '*')
      and (wanted = any (p.actions) or '*' = any (p.actions))
      and coalesce(held, p.effect = 'deny')
    order by p.priority desc, p.effect = 'deny' desc,
      p.conditions -> 'owner_only' = 'true', p.created_at, p.id
    limit 1
  $$;

-- For policies of row-level security: about the caller alone, so that nobody learns about others.
--   using (minibaas_permissions.has_permission('table', 'posts', 'select', user_id))
create function minibaas_permissions.has_permission(
    resource_type text, resource_name text, action text, owner uuid default null)
  returns boolean
  language sql stable security definer
  set search_path = pg_catalog
  as $$
    select coalesce((
      select d.effect = 'allow'
      from minibaas_permissions.deciding_policy(
        auth.uid(), has_permission.resource_type, has_permission.resource_name,
        case has_permission.action when 'read' then 'select' when 'create' then 'insert'
          else has_permission.action end,
        jsonb_strip_nulls(jsonb_build_object(
          'user_id', auth.uid(), 'owner_id', owner, 'aal', auth.jwt() ->> 'aal', 'at', now()))
      ) as d), false)
  $$;

create function minibaas_permissions.my_roles() returns text[]
  language sql stable security definer
  set search_path = pg_catalog
  as $$
    select coalesce(array_agg(r.name order by r.name), '{}')
    from minibaas_permissions.user_roles u
    join minibaas_permissions.roles r on r.id = u.role_id
    where u.user_id = auth.uid() and (u.expires_at is null or u.expires_at > now())
  $$;

revoke all on all functions in schema minibaas_permissions from public;
grant execute on function minibaas_permissions.holds(jsonb, jsonb),
  minibaas_permissions.deciding_policy(uuid, text, text, text, jsonb) to minibaas_permissions;
grant execute on function minibaas_permissions.has_permission(text, text, text, uuid),
  minibaas_permissions.my_roles() to authenticated, service_role;

grant select, insert, delete on minibaas_permissions.roles to minibaas_permissions;
grant select, insert, update, delete
  on minibaas_permissions.user_roles, minibaas_permissions.resource_policies to minibaas_permissions;

-- Every account has the role user (guest without an address or number), from its sign-up on. Like the
-- copy in public.users it never stands in the way: what goes wrong is a warning in the database's log.
create function minibaas.role_of_new_account() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
  as $$
    begin
      insert into minibaas_permissions.user_roles (user_id, role_id, granted_by)
      select new.id, r.id, 'signup' from minibaas_permissions.roles r
      where r.name = case when new.is_anonymous then 'guest' else 'user' end
      on conflict do nothing;
      return null;
    exception when others then
      raise warning 'account % has no role: %', new.id, sqlerrm;
      return null;
    end
  $$;

-- an anonymous account that has got an address
create function minibaas.role_of_changed_account() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
  as $$
    begin
      insert into minibaas_permissions.user_roles (user_id, role_id, granted_by)
      select new.id, r.id, 'signup' from minibaas_permissions.roles r where r.name = 'user'
      on conflict do nothing;
      return null;
    exception when others then
      raise warning 'account % stays a guest: %', new.id, sqlerrm;
      return null;
    end
  $$;

create function minibaas.roles_of_deleted_account() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
  as $$
    begin
      delete from minibaas_permissions.user_roles where user_id = old.id;
      return null;
    exception when others then
      raise warning 'the roles of account % stay: %', old.id, sqlerrm;
      return null;
    end
  $$;

create trigger permissions_insert after insert on auth.users
  for each row execute function minibaas.role_of_new_account();
create trigger permissions_update after update of is_anonymous on auth.users
  for each row when (old.is_anonymous and not new.is_anonymous)
  execute function minibaas.role_of_changed_account();
create trigger permissions_delete after delete on auth.users
  for each row execute function minibaas.roles_of_deleted_account();

insert into minibaas_permissions.user_roles (user_id, role_id, granted_by)
select u.id, r.id, 'signup'
from auth.users u
join minibaas_permissions.roles r on r.name = case when u.is_anonymous then 'guest' else 'user' end
on conflict do nothing;

comment on table minibaas_permissions.roles is 'Roles that users may have.';
comment on table minibaas_permissions.user_roles is 'Who has which role, and until when.';
comment on table minibaas_permissions.resource_policies is 'What a role may, or may not, do with what.';
comment on function minibaas_permissions.has_permission is
  'Whether the caller''s roles let them do it; for policies of row-level security.';
