-- A key may be known by its public half alone: one that another issuer signed with, whose tokens are
-- still about. Such a key verifies and never signs.
alter table minibaas_auth.signing_keys alter column sealed_private_jwk drop not null;
