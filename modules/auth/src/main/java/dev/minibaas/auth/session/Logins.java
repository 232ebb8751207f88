package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Opens sessions for users who have proved who they are, and answers with their tokens. */
public final class Logins {
  private final UserStore users = new UserStore();
  private final SessionStore sessions = new SessionStore();
  private final RefreshTokenStore refreshTokens;
  private final AccessTokens accessTokens;
  private final Clock clock;

  public Logins(AuthConfig config, Clock clock) {
    this.refreshTokens = new RefreshTokenStore(config.refresh().reuseInterval());
    this.accessTokens = new AccessTokens(config.jwt());
    this.clock = clock;
  }

  /** A new session; {@code method} is the proof, as {@code amr} names it. */
  public SessionAnswer open(Tx tx, UUID userId, String method, Origin origin) {
    users.signedIn(tx, userId);
    Session session = sessions.open(tx, userId, method, origin);
    String refreshToken = refreshTokens.issue(tx, userId, session.id());
    return answer(users.existing(tx, userId), session, refreshToken);
  }

  SessionAnswer answer(User user, Session session, String refreshToken) {
    Instant now = clock.instant();
    return new SessionAnswer(
        user,
        session,
        accessTokens.mint(user, session, now),
        refreshToken,
        accessTokens.expiry(now),
        accessTokens.lifetimeSeconds(),
        null);
  }
}
