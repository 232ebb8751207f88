-- Changes of MongoDB's documents on their way into the stream of changes, where they have an order
-- with those of tables. A row is inserted and deleted by the same transaction: only the stream
-- shows it. Together with the rows the transaction moves the place from which MongoDB is read on,
-- so each change is in the stream once.

create table realtime.documents (
  operation text not null
    check (operation in ('inserted', 'updated', 'replaced', 'deleted', 'missing')),
  database text not null,
  collection text not null,
  owner text,
  payload text not null
);

comment on table realtime.documents is
  'Changes of documents on their way into the stream of changes; always empty.';

create table realtime.document_places (
  database text primary key,
  place text not null,
  written_at timestamptz not null default now()
);

comment on table realtime.document_places is
  'Up to where the changes of a database of MongoDB are in the stream of changes.';

-- whoever could write here could show anyone anything
revoke all on realtime.documents, realtime.document_places from public;
grant select, insert, delete on realtime.documents to minibaas_realtime;
grant select, insert, update, delete on realtime.document_places to minibaas_realtime;

alter publication supabase_realtime_messages_publication add table realtime.documents;
