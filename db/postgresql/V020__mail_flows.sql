-- Mail on its way: when its delivery was given up, and what goes to a hook instead of a mail server.

set local role minibaas_auth;

alter table minibaas_auth.mail_outbox
  add column gave_up_at timestamptz,
  add column hook jsonb;

drop index minibaas_auth.mail_outbox_due_idx;
create index mail_outbox_due_idx on minibaas_auth.mail_outbox (next_attempt_at)
  where sent_at is null and gave_up_at is null;
drop index minibaas_auth.mail_outbox_sent_at_idx;
create index mail_outbox_settled_idx on minibaas_auth.mail_outbox ((coalesce(sent_at, gave_up_at)))
  where coalesce(sent_at, gave_up_at) is not null;

comment on table minibaas_auth.mail_outbox is
  'Mails on their way; a row stays for some days after it was sent or given up, without its text.';

-- Somebody asked that an address be mailed. Whether it is anybody's is looked up later, so that
-- asking takes the same time for every address.
create table minibaas_auth.mail_requests (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('recovery', 'magic_link', 'signup', 'email_change')),
  details jsonb not null,
  asked_at timestamptz not null default now()
);

-- When an address was last asked for, whether it is anybody's or not.
create table minibaas_auth.mail_gaps (
  address_hash bytea not null,
  kind text not null,
  asked_at timestamptz not null,
  primary key (address_hash, kind)
);

create index mail_gaps_asked_at_idx on minibaas_auth.mail_gaps (asked_at);

comment on table minibaas_auth.mail_requests is 'Mails asked for; a row goes when it was looked at.';
comment on table minibaas_auth.mail_gaps is 'The last time that a mail was asked for, by address.';

reset role;
