package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.sql.Tx;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Refreshes by tokens of the first kind. */
final class RowRefresh {
  private final RefreshTokenStore tokens;
  private final SessionConfig config;
  private final boolean rotation;
  private final ChainStore chains = new ChainStore();
  private final SessionStore sessions = new SessionStore();

  RowRefresh(AuthConfig config) {
    this.tokens = new RefreshTokenStore(config.refresh().reuseInterval());
    this.config = config.sessionConfig();
    this.rotation = config.refresh().rotation();
  }

  RefreshOutcome refresh(Refresh refresh, RefreshToken token) {
    Tx tx = refresh.tx();
    UUID sessionId = refresh.session().id();
    if (!token.revoked()) {
      return RefreshOutcome.granted(
          isUpgraded(sessionId) ? upgrade(tx, token, sessionId) : tokens.swap(tx, token));
    }
    Optional<RefreshToken> active = tokens.active(tx, sessionId);
    if (active.isPresent() && token.token().equals(active.get().parent())) {
      return again(active.get().token());
    }
    Optional<Chain> chain = active.isPresent() ? Optional.empty() : chains.byId(tx, sessionId);
    if (chain.isPresent()) {
      return ofUpgraded(tx, token, chain.get());
    }
    return token.reusable()
        ? RefreshOutcome.granted(tokens.swap(tx, token))
        : reused(tx, sessionId, false);
  }

  /** A token from before its session's tokens became signed ones. */
  private RefreshOutcome ofUpgraded(Tx tx, RefreshToken token, Chain chain) {
    // the answer with the first signed token was lost: nobody has used that one
    boolean isLost = chain.counter() == 0 && tokens.isNewest(tx, token);
    return isLost || token.reusable() ? again(chain.token()) : reused(tx, chain.sessionId(), true);
  }

  private boolean isUpgraded(UUID sessionId) {
    // the same answer for a session every time, whoever is asked
    long share = Long.remainderUnsigned(sessionId.getLeastSignificantBits(), 100);
    return config.issuesSigned() && share < config.upgradePercentage();
  }

  private String upgrade(Tx tx, RefreshToken token, UUID sessionId) {
    tokens.use(tx, token);
    Chain chain =
        chains.byId(tx, sessionId).map(Chain::next).orElseGet(() -> Chain.begin(sessionId));
    return chains.keep(tx, chain);
  }

  private RefreshOutcome reused(Tx tx, UUID sessionId, boolean isUpgraded) {
    if (rotation && isUpgraded) {
      sessions.end(tx, sessionId);
    } else if (rotation) {
      tokens.revokeFamily(tx, sessionId);
    }
    return RefreshOutcome.used(rotation);
  }

  private static RefreshOutcome again(String token) {
    return new RefreshOutcome.Granted(token, false, Map.of());
  }
}
