-- What the three API roles may do in schema public, and that nobody else may do anything there.
-- Tables are open to the roles and closed by row-level security (V005 switches it on for each).

revoke all on schema public from public;
grant usage on schema public to anon, authenticated, service_role;

-- PostgreSQL lets everyone execute a new function; here only the API roles may, and only in public.
-- The revocation must be for all schemas: one for a single schema cannot take a global default back.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public
  grant execute on functions to anon, authenticated, service_role;

alter default privileges in schema public
  grant select, insert, update, delete on tables to anon, authenticated;
alter default privileges in schema public grant all on tables to service_role;
alter default privileges in schema public
  grant usage, select on sequences to anon, authenticated, service_role;

-- Flyway's history and the functions below live here, out of the API's reach.
revoke all on schema minibaas from public;
