package dev.minibaas.auth.session;

import dev.minibaas.auth.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The table {@code auth.refresh_tokens}. */
final class RefreshTokenStore {
  private static final String COLUMNS =
      """
      t.id, t.token, t.parent, coalesce(t.revoked, false) as revoked, t.user_id, t.session_id,
      t.updated_at, t.updated_at + make_interval(secs => ?) >= now() as reusable
      """;

  private static final String BY_TOKEN =
      "select " + COLUMNS + " from auth.refresh_tokens t where t.token = ?";

  // no row: gone, or somebody else is at it
  private static final String LOCK =
      "select "
          + COLUMNS
          + """
          from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id
          where t.token = ?
          for update of t, s skip locked
          """;

  private static final String ACTIVE =
      "select "
          + COLUMNS
          + """
          from auth.refresh_tokens t
          where t.session_id = ? and t.revoked = false
          order by t.id desc limit 1
          """;

  private static final String NEWER =
      "select 1 from auth.refresh_tokens where session_id = ? and id > ? limit 1";

  private static final String INSERT =
      """
      insert into auth.refresh_tokens (
        instance_id, token, user_id, parent, session_id, revoked, created_at, updated_at)
      values (
        '00000000-0000-0000-0000-000000000000', ?, ?, ?, ?, false, now(), now())
      """;

  // the time of the first use counts: repetitions must not prolong the reuse interval
  private static final String REVOKE =
      """
      update auth.refresh_tokens set revoked = true, updated_at = now()
      where id = ? and revoked = false
      """;

  private static final String REVOKE_FAMILY =
      """
      update auth.refresh_tokens set revoked = true, updated_at = now()
      where session_id = ? and revoked = false
      """;

  private final double reuseSeconds;

  RefreshTokenStore(Duration reuseInterval) {
    this.reuseSeconds = reuseInterval.toSeconds();
  }

  Optional<RefreshToken> byToken(Tx tx, String token) {
    return tx.first(BY_TOKEN, RefreshTokenStore::read, reuseSeconds, token);
  }

  /** The token with its row and its session's row locked, unless another transaction holds them. */
  Optional<RefreshToken> lock(Tx tx, String token) {
    return tx.first(LOCK, RefreshTokenStore::read, reuseSeconds, token);
  }

  /** The newest token of a session that is still good. */
  Optional<RefreshToken> active(Tx tx, UUID sessionId) {
    return tx.first(ACTIVE, RefreshTokenStore::read, reuseSeconds, sessionId);
  }

  /** The first token of a session. */
  String issue(Tx tx, UUID userId, UUID sessionId) {
    String token = RefreshToken.fresh();
    tx.change(INSERT, token, userId.toString(), null, sessionId);
    return token;
  }

  /** Gives the next token for one, which is thereby used up. */
  String swap(Tx tx, RefreshToken used) {
    use(tx, used);
    String token = RefreshToken.fresh();
    tx.change(INSERT, token, used.userId().toString(), used.token(), used.sessionId());
    return token;
  }

  /** Uses a token up without giving another. */
  void use(Tx tx, RefreshToken used) {
    tx.change(REVOKE, used.id());
  }

  /** Whether the session never had a later one. */
  boolean isNewest(Tx tx, RefreshToken token) {
    return tx.first(NEWER, row -> true, token.sessionId(), token.id()).isEmpty();
  }

  void revokeFamily(Tx tx, UUID sessionId) {
    tx.change(REVOKE_FAMILY, sessionId);
  }

  private static RefreshToken read(ResultSet row) throws SQLException {
    return new RefreshToken(
        row.getLong("id"),
        row.getString("token"),
        row.getString("parent"),
        row.getBoolean("revoked"),
        row.getBoolean("reusable"),
        Tx.instant(row, "updated_at"),
        UUID.fromString(row.getString("user_id")),
        row.getObject("session_id", UUID.class));
  }
}
