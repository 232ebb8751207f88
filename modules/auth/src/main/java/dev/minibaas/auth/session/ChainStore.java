package dev.minibaas.auth.session;

import dev.minibaas.auth.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The columns of {@code auth.sessions} that tokens of the second kind are about. */
final class ChainStore {
  private static final String BY_ID =
      """
      select id, refresh_token_hmac_key, refresh_token_counter from auth.sessions where id = ?
      """;

  // no row: gone, or somebody else is at it
  private static final String LOCK = BY_ID + "for update skip locked";

  private static final String KEEP =
      """
      update auth.sessions set refresh_token_hmac_key = ?, refresh_token_counter = ? where id = ?
      """;

  /** The chain, with its session's row locked, unless another transaction holds it. */
  Optional<Chain> lock(Tx tx, UUID sessionId) {
    return tx.first(LOCK, ChainStore::read, sessionId).flatMap(chain -> chain);
  }

  Optional<Chain> byId(Tx tx, UUID sessionId) {
    return tx.first(BY_ID, ChainStore::read, sessionId).flatMap(chain -> chain);
  }

  /** Writes the chain; answers its token. */
  String keep(Tx tx, Chain chain) {
    tx.change(KEEP, chain.key(), chain.counter(), chain.sessionId());
    return chain.token();
  }

  private static Optional<Chain> read(ResultSet row) throws SQLException {
    long counter = row.getLong("refresh_token_counter");
    return Chain.of(
        Tx.uuid(row, "id"),
        row.getString("refresh_token_hmac_key"),
        row.wasNull() ? null : counter);
  }
}
