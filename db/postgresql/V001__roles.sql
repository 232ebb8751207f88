-- The roles of the platform. They belong to the cluster, not to this database, so a second database
-- of the same cluster finds them already there. Passwords are set by the bootstrap program, which
-- sends them hashed; until then the two login roles cannot log in.

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('minibaas_auth', 'login noinherit')
    ) as roles (name, attributes)
  loop
    begin
      if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
        execute format(
          'create role %I nosuperuser nocreatedb nocreaterole noreplication %s',
          wanted.name, wanted.attributes);
      end if;
    exception
      -- another database of the cluster is being migrated at the same moment
      when duplicate_object or unique_violation then null;
    end;
  end loop;
end
$$;

-- A login role left from elsewhere with more rights than these would undo the isolation silently.
do $$
declare
  excess text;
begin
  select string_agg(rolname, ', ') into excess
  from pg_catalog.pg_roles
  where rolname in ('anon', 'authenticated', 'authenticator', 'minibaas_auth')
    and (rolsuper or rolbypassrls or rolcreaterole or rolreplication);
  if excess is not null then
    raise exception 'role % already exists with more rights than it may have', excess
      using hint = 'ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION, then start again.';
  end if;
end
$$;

-- authenticator itself may do nothing; it only switches to one of these.
do $$
declare
  api_role text;
begin
  foreach api_role in array array['anon', 'authenticated', 'service_role'] loop
    begin
      if not pg_catalog.pg_has_role('authenticator', api_role, 'member') then
        execute format('grant %I to authenticator', api_role);
      end if;
    exception
      when unique_violation then null;
    end;
  end loop;
end
$$;
