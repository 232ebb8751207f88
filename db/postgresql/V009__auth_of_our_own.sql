-- What the auth service keeps beside GoTrue's tables, in a schema of its own, so that schema auth
-- stays exactly what GoTrue's tools expect.

create schema minibaas_auth authorization minibaas_auth;

set local role minibaas_auth;

-- A mail is written here in the transaction that is its reason, and sent after it: no crash loses one.
create table minibaas_auth.mail_outbox (
  -- also the Message-ID of every attempt, so a repeated mail can be told from a second one
  message_id uuid primary key default gen_random_uuid(),
  recipient text not null check (char_length(recipient) between 3 and 320),
  subject text not null,
  text_body text not null,
  html_body text not null,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  sent_at timestamptz,
  last_error text
);

create index mail_outbox_due_idx on minibaas_auth.mail_outbox (next_attempt_at)
  where sent_at is null;
create index mail_outbox_sent_at_idx on minibaas_auth.mail_outbox (sent_at)
  where sent_at is not null;

-- Asymmetric keys of access tokens. The newest that is active signs; all verify until they expire.
create table minibaas_auth.signing_keys (
  kid text primary key check (kid <> ''),
  algorithm text not null check (algorithm in ('RS256', 'ES256')),
  public_jwk jsonb not null,
  -- AES-256-GCM under a key derived from a setting; the kid is the additional data
  sealed_private_jwk bytea not null,
  created_at timestamptz not null default now(),
  -- a key is published before it signs, so that whoever caches the set has it in time
  active_from timestamptz not null default now(),
  -- set when a newer key takes over: until then tokens of this one may still be about
  verify_until timestamptz
);

comment on table minibaas_auth.mail_outbox is 'Mails on their way; a row stays until it is sent.';
comment on table minibaas_auth.signing_keys is 'Keys of access tokens; private halves are sealed.';

reset role;
