-- What a policy or a default asks about the caller. A setting that was local to an earlier transaction
-- of the same connection reads as the empty string, not as null: both mean that there is no caller.
-- The one-claim settings (request.jwt.claim.sub …) are the older form of the same.

alter default privileges for role minibaas_auth revoke execute on functions from public;

set local role minibaas_auth;

create function auth.jwt() returns jsonb
  language sql stable
  as $$
    select coalesce(
      nullif(current_setting('request.jwt.claims', true), ''),
      nullif(current_setting('request.jwt.claim', true), '')
    )::jsonb
  $$;

create function auth.uid() returns uuid
  language sql stable
  as $$
    select nullif(coalesce(
      nullif(current_setting('request.jwt.claim.sub', true), ''),
      nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
    ), '')::uuid
  $$;

create function auth.role() returns text
  language sql stable
  as $$
    select coalesce(
      nullif(current_setting('request.jwt.claim.role', true), ''),
      nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
    )
  $$;

create function auth.email() returns text
  language sql stable
  as $$
    select coalesce(
      nullif(current_setting('request.jwt.claim.email', true), ''),
      nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
    )
  $$;

comment on function auth.jwt() is 'The claims of the caller''s token; null without one.';
comment on function auth.uid() is 'The user id (sub) of the caller''s token; null without one.';
comment on function auth.role() is 'The role claim of the caller''s token; null without one.';
comment on function auth.email() is 'The e-mail address in the caller''s token; null without one.';

grant usage on schema auth to anon, authenticated, service_role;
grant execute on function auth.jwt(), auth.uid(), auth.role(), auth.email()
  to anon, authenticated, service_role;

reset role;
