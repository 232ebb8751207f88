package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.OAuthFailure;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code grant_type=refresh_token}: changes a token for the session's next one.
 *
 * <p>Who uses a token again is either a client that lost the answer, and gets the token that it
 * lost, or a thief (or the thief's victim), and then every token of the session is void.
 */
public final class RefreshGrant {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Transactions transactions;
  private final RefreshTokenStore tokens;
  private final Sessions sessions;
  private final Audit audit;
  private final boolean rotation;
  private final Clock clock;
  private final UserStore users = new UserStore();
  private final SessionStore store = new SessionStore();

  public RefreshGrant(
      AuthConfig config, Transactions transactions, Sessions sessions, Audit audit, Clock clock) {
    this.audit = audit;
    this.transactions = transactions;
    this.tokens = new RefreshTokenStore(config.refresh().reuseInterval());
    this.rotation = config.refresh().rotation();
    this.sessions = sessions;
    this.clock = clock;
  }

  /** How a transaction ended; all of them commit, also the one that answers with a refusal. */
  private sealed interface Outcome {
    record Granted(SessionAnswer answer) implements Outcome {}

    record Refused(AuthFailure failure) implements Outcome {}

    record Busy() implements Outcome {}
  }

  public SessionAnswer refresh(RequestBody body, Call call) {
    String given = body.text("refresh_token");
    if (given.isEmpty()) {
      throw new OAuthFailure("invalid_request", "refresh_token required");
    }
    String token = RefreshToken.wellFormed(given);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      switch (transactions.in(tx -> attempt(tx, token, call.origin()))) {
        case Outcome.Granted granted -> {
          return granted.answer();
        }
        case Outcome.Refused refused -> throw refused.failure();
        case Outcome.Busy busy -> pause();
      }
    } while (System.nanoTime() < deadline);
    throw AuthFailure.conflict("Too many concurrent token refresh requests on the same session");
  }

  /**
   * Waiting for a lock would keep a connection from others, so nobody does: who finds the rows
   * locked comes back a little later.
   */
  private Outcome attempt(Tx tx, String text, Origin origin) {
    Optional<RefreshToken> locked = tokens.lock(tx, text);
    if (locked.isPresent()) {
      return granted(tx, locked.get(), origin);
    }
    Optional<RefreshToken> seen = tokens.byToken(tx, text);
    if (seen.isEmpty()) {
      return refused(ErrorCode.REFRESH_TOKEN_NOT_FOUND, "Refresh Token Not Found");
    }
    return seen.get().sessionId() == null
        ? refused(ErrorCode.SESSION_NOT_FOUND, "No Valid Session Found")
        : new Outcome.Busy();
  }

  private Outcome granted(Tx tx, RefreshToken token, Origin origin) {
    Session session = store.byId(tx, sessionOf(token)).orElseThrow();
    User user = users.existing(tx, session.userId());
    if (user.isBanned(clock.instant())) {
      return refused(ErrorCode.USER_BANNED, "User Banned");
    }
    if (session.isOver(clock.instant())) {
      return refused(ErrorCode.SESSION_EXPIRED, "Session Expired");
    }
    if (!token.revoked()) {
      return swapped(tx, token, session, user, origin);
    }
    Optional<RefreshToken> active = tokens.active(tx, session.id());
    if (active.isPresent() && token.token().equals(active.get().parent())) {
      return new Outcome.Granted(
          sessions.answer(tx, user, session, active.get().token(), "token_refresh"));
    }
    return token.reusable()
        ? swapped(tx, token, session, user, origin)
        : reused(tx, session, user, origin);
  }

  private Outcome swapped(Tx tx, RefreshToken token, Session session, User user, Origin origin) {
    String next = tokens.swap(tx, token);
    store.refreshed(tx, session.id(), origin);
    audit.record(tx, Action.TOKEN_REFRESHED, user, origin);
    return new Outcome.Granted(sessions.answer(tx, user, session, next, "token_refresh"));
  }

  private Outcome reused(Tx tx, Session session, User user, Origin origin) {
    if (rotation) {
      audit.record(tx, Action.TOKEN_REVOKED, user, origin);
      tokens.revokeFamily(tx, session.id());
    }
    return refused(ErrorCode.REFRESH_TOKEN_ALREADY_USED, "Already Used");
  }

  private static Outcome refused(ErrorCode code, String what) {
    return new Outcome.Refused(AuthFailure.badRequest(code, "Invalid Refresh Token: " + what));
  }

  private static UUID sessionOf(RefreshToken token) {
    UUID id = token.sessionId();
    if (id == null) {
      throw new IllegalStateException("a locked refresh token has no session");
    }
    return id;
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(10, 31));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AuthFailure.conflict("The refresh was interrupted");
    }
  }
}
