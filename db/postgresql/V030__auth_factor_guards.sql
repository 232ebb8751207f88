-- What a second factor needs beside GoTrue's columns: how often it was tried in the current minute,
-- and the newest time step whose code was used, so that no code works twice.

set local role minibaas_auth;

create table minibaas_auth.factor_guards (
  factor_id uuid primary key references auth.mfa_factors (id) on delete cascade,
  attempts integer not null default 0,
  since timestamptz not null default now(),
  last_step bigint
);

comment on table minibaas_auth.factor_guards is 'Attempts at second factors, and codes used up.';

reset role;
