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
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  private final RowRefresh byRow;
  private final SignedRefresh bySignature;
  private final Sessions sessions;
  private final SessionConfig config;
  private final Validity validity;
  private final Audit audit;
  private final Clock clock;
  private final UserStore users = new UserStore();
  private final SessionStore store = new SessionStore();
  private final ChainStore chains = new ChainStore();

  public RefreshGrant(
      AuthConfig config, Transactions transactions, Sessions sessions, Audit audit, Clock clock) {
    this.audit = audit;
    this.transactions = transactions;
    this.tokens = new RefreshTokenStore(config.refresh().reuseInterval());
    this.byRow = new RowRefresh(config);
    this.bySignature = new SignedRefresh(config);
    this.sessions = sessions;
    this.config = config.sessionConfig();
    this.validity = new Validity(this.config);
    this.clock = clock;
  }

  /** An answer, or why there is none yet. */
  private record Attempt(RefreshOutcome outcome, @Nullable SessionAnswer answer) {}

  public SessionAnswer refresh(RequestBody body, Call call) {
    String given = body.text("refresh_token");
    if (given.isEmpty()) {
      throw new OAuthFailure("invalid_request", "refresh_token required");
    }
    Function<Tx, Attempt> attempt = attempt(given, call.origin());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      Attempt made = transactions.in(attempt);
      switch (made.outcome()) {
        case RefreshOutcome.Granted granted -> {
          return Objects.requireNonNull(made.answer());
        }
        case RefreshOutcome.Refused refused -> throw refused.failure();
        case RefreshOutcome.Busy busy -> pause();
      }
    } while (System.nanoTime() < deadline);
    throw AuthFailure.conflict("Too many concurrent token refresh requests on the same session");
  }

  /**
   * Waiting for a lock would keep a connection from others, so nobody does: who finds the rows
   * locked comes back a little later.
   */
  private Function<Tx, Attempt> attempt(String given, Origin origin) {
    Instant now = clock.instant();
    if (RefreshToken.isOfItsLength(given)) {
      return tx -> row(tx, given, origin, now);
    }
    SignedRefreshToken token =
        SignedRefreshToken.parse(given)
            .orElseThrow(() -> AuthFailure.invalid("Refresh token is not valid"));
    return tx -> signed(tx, token, origin, now);
  }

  private Attempt row(Tx tx, String text, Origin origin, Instant now) {
    Optional<RefreshToken> locked = tokens.lock(tx, text);
    if (locked.isEmpty()) {
      return without(unlocked(tx, text));
    }
    RefreshToken token = locked.get();
    UUID sessionId = Objects.requireNonNull(token.sessionId(), "a locked token has a session");
    return checked(
        tx, sessionId, origin, now, token.updatedAt(), refresh -> byRow.refresh(refresh, token));
  }

  private RefreshOutcome unlocked(Tx tx, String text) {
    Optional<RefreshToken> seen = tokens.byToken(tx, text);
    if (seen.isEmpty()) {
      return notFound();
    }
    return seen.get().sessionId() == null
        ? RefreshOutcome.refused(ErrorCode.SESSION_NOT_FOUND, "No Valid Session Found")
        : new RefreshOutcome.Busy();
  }

  private Attempt signed(Tx tx, SignedRefreshToken token, Origin origin, Instant now) {
    UUID sessionId = token.sessionId();
    // whoever can't sign is told nothing, and locks nothing
    Optional<Chain> seen = chains.byId(tx, sessionId).filter(chain -> chain.signed(token));
    if (seen.isEmpty()) {
      return without(notFound());
    }
    Optional<Chain> locked = chains.lock(tx, sessionId);
    if (locked.isEmpty()) {
      return without(new RefreshOutcome.Busy());
    }
    Chain chain = locked.get();
    if (token.counter() > chain.counter()) {
      return without(
          RefreshOutcome.refused(ErrorCode.VALIDATION_FAILED, "Not Issued By This Server"));
    }
    return checked(
        tx, sessionId, origin, now, null, refresh -> bySignature.refresh(refresh, chain, token));
  }

  private Attempt checked(
      Tx tx,
      UUID sessionId,
      Origin origin,
      Instant now,
      @Nullable Instant tokenTime,
      Function<Refresh, RefreshOutcome> work) {
    Session session = store.byId(tx, sessionId).orElseThrow();
    User user = users.existing(tx, session.userId());
    RefreshOutcome outcome =
        refusal(tx, session, user, now, tokenTime)
            .orElseGet(() -> work.apply(new Refresh(tx, session, user, now)));
    if (outcome instanceof RefreshOutcome.Refused refused && refused.isEnd()) {
      audit.record(tx, Action.TOKEN_REVOKED, user, origin);
    }
    if (!(outcome instanceof RefreshOutcome.Granted granted)) {
      return without(outcome);
    }
    if (granted.isNew()) {
      store.refreshed(tx, sessionId, origin);
      audit.record(tx, Action.TOKEN_REFRESHED, user, origin);
    }
    SessionAnswer answer = sessions.answer(tx, user, session, granted.token(), "token_refresh");
    return new Attempt(granted, answer.telling(granted.headers()));
  }

  private Optional<RefreshOutcome> refusal(
      Tx tx, Session session, User user, Instant now, @Nullable Instant tokenTime) {
    if (user.isBanned(now)) {
      return Optional.of(RefreshOutcome.refused(ErrorCode.USER_BANNED, "User Banned"));
    }
    boolean hasFactor = user.hasVerifiedFactor();
    Optional<String> end = validity.end(session, now, tokenTime, hasFactor);
    if (end.isPresent()) {
      return Optional.of(RefreshOutcome.refused(ErrorCode.SESSION_EXPIRED, end.get()));
    }
    if (!config.singlePerUser()) {
      return Optional.empty();
    }
    if (!store.lockUser(tx, user.id())) {
      return Optional.of(new RefreshOutcome.Busy());
    }
    return validity.isSuperseded(session, store.others(tx, session), now, tokenTime, hasFactor)
        ? Optional.of(
            RefreshOutcome.refused(
                ErrorCode.SESSION_EXPIRED, "Session Expired (Revoked by Newer Login)"))
        : Optional.empty();
  }

  private static RefreshOutcome notFound() {
    return RefreshOutcome.refused(ErrorCode.REFRESH_TOKEN_NOT_FOUND, "Refresh Token Not Found");
  }

  private static Attempt without(RefreshOutcome outcome) {
    return new Attempt(outcome, null);
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
