package dev.minibaas.auth.user;

import dev.minibaas.auth.sql.Tx;
import java.util.UUID;

/** The table {@code auth.one_time_tokens}: one pending token of each type per user. */
public final class OneTimeTokenStore {
  private static final String PUT =
      """
      insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
      values (gen_random_uuid(), ?, ?::auth.one_time_token_type, ?, ?)
      on conflict (user_id, token_type) do update
      set token_hash = excluded.token_hash, relates_to = excluded.relates_to,
          created_at = now(), updated_at = now()
      """;

  public void put(Tx tx, UUID userId, String type, String hash, String relatesTo) {
    tx.change(PUT, userId, type, hash, relatesTo);
  }
}
