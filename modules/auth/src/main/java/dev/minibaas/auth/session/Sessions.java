package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.entity.Aal;
import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.key.TokenSigner;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions of users who have proved who they are, and the tokens that a client gets for them. */
public final class Sessions {
  private final UserStore users = new UserStore();
  private final SessionStore sessions = new SessionStore();
  private final RefreshTokenStore refreshTokens;
  private final ChainStore chains = new ChainStore();
  private final boolean signed;
  private final AccessTokens accessTokens;
  private final Hooks hooks;
  private final Clock clock;

  public Sessions(AuthConfig config, TokenSigner signer, Hooks hooks, Clock clock) {
    this.refreshTokens = new RefreshTokenStore(config.refresh().reuseInterval());
    this.signed = config.sessionConfig().issuesSigned();
    this.accessTokens = new AccessTokens(config.jwt(), signer);
    this.hooks = hooks;
    this.clock = clock;
  }

  /** A new session; {@code method} is the proof, as {@code amr} names it. */
  public SessionAnswer start(Tx tx, UUID userId, String method, Origin origin) {
    users.signedIn(tx, userId);
    Session session = sessions.open(tx, userId, method, origin);
    String refreshToken =
        signed
            ? chains.keep(tx, Chain.begin(session.id()))
            : refreshTokens.issue(tx, userId, session.id());
    return answer(tx, users.existing(tx, userId), session, refreshToken, method);
  }

  /**
   * Raises a session by the proof of a second factor. Its refresh token is changed for a new one,
   * and the user's sessions that haven't got as far end.
   */
  public SessionAnswer elevate(Tx tx, Session session, UUID factorId, String method) {
    sessions.elevate(tx, session.id(), factorId, method, Aal.AAL2);
    String refreshToken = next(tx, session);
    sessions.endBelow(tx, session.userId(), Aal.AAL2);
    return answer(
        tx,
        users.existing(tx, session.userId()),
        sessions.byId(tx, session.id()).orElseThrow(),
        refreshToken,
        method);
  }

  /** The session's next refresh token, of the kind that it has. */
  private String next(Tx tx, Session session) {
    Optional<RefreshToken> active = refreshTokens.active(tx, session.id());
    if (active.isPresent()) {
      return refreshTokens.swap(tx, active.get());
    }
    return chains
        .byId(tx, session.id())
        .map(chain -> chains.keep(tx, chain.next()))
        .orElseGet(() -> refreshTokens.issue(tx, session.userId(), session.id()));
  }

  /**
   * @param method the proof that led to it, for the hook
   */
  SessionAnswer answer(Tx tx, User user, Session session, String refreshToken, String method) {
    Instant now = clock.instant();
    return new SessionAnswer(
        user,
        session,
        accessTokens.mint(
            user, session, now, claims -> hooks.customAccessToken(tx, user.id(), claims, method)),
        refreshToken,
        accessTokens.expiry(now),
        accessTokens.lifetimeSeconds(),
        null,
        Map.of());
  }
}
