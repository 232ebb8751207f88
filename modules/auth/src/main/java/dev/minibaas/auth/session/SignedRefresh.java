package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Refreshes by tokens of the second kind. */
final class SignedRefresh {
  private static final String REUSE = "sb-auth-refresh-token-reuse";

  private final boolean rotation;
  private final boolean allowReuse;
  private final Duration reuseInterval;
  private final ChainStore chains = new ChainStore();
  private final SessionStore sessions = new SessionStore();

  SignedRefresh(AuthConfig config) {
    this.rotation = config.refresh().rotation();
    this.reuseInterval = config.refresh().reuseInterval();
    this.allowReuse = config.sessionConfig().allowReuse();
  }

  RefreshOutcome refresh(Refresh refresh, Chain chain, SignedRefreshToken token) {
    long behind = chain.counter() - token.counter();
    if (behind == 0) {
      String next = chains.keep(refresh.tx(), chain.next());
      return new RefreshOutcome.Granted(next, true, Map.of(REUSE, "false"));
    }
    List<String> causes = causes(refresh, behind);
    if (!causes.isEmpty()) {
      // the counter stays: all that race each other end up with the same token
      return new RefreshOutcome.Granted(
          chain.token(), false, Map.of(REUSE, "true", REUSE + "-cause", String.join(",", causes)));
    }
    RefreshOutcome.Refused refused = RefreshOutcome.used(rotation);
    if (rotation) {
      sessions.end(refresh.tx(), chain.sessionId());
      refused.failure().telling("sb-auth-refresh-token-rotated", "true");
    }
    return refused;
  }

  /** Why a used token is taken for an honest client's. */
  private List<String> causes(Refresh refresh, long behind) {
    List<String> causes = new ArrayList<>();
    Duration since = Duration.between(refresh.session().lastRefreshed(null), refresh.now()).abs();
    if (since.compareTo(reuseInterval) < 0) {
      causes.add("concurrent-refresh");
    }
    if (behind == 1) {
      causes.add("fail-to-save");
    }
    if (allowReuse) {
      causes.add("always-allow");
    }
    return causes;
  }
}
