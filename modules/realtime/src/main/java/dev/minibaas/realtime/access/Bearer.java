package dev.minibaas.realtime.access;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is, and until when that is believed without looking again.
 *
 * @param token null for a key, which doesn't expire
 */
public record Bearer(Caller caller, @Nullable String token, Instant next) {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public static Bearer of(String token, Authentication authentication, Instant now)
      throws InvalidToken {
    Caller caller = authentication.authenticate("Bearer " + token, null);
    return new Bearer(caller, token, next(caller, now));
  }

  /** Of the socket. */
  public static Bearer ofKey(Caller key, Authentication authentication, Instant now)
      throws InvalidToken {
    String token = key.token();
    return token == null ? new Bearer(key, null, Instant.MAX) : of(token, authentication, now);
  }

  public Identity identity() {
    return Identity.of(caller);
  }

  /** Looked at again: tokens expire, and keys are withdrawn. */
  public Bearer again(Authentication authentication, Instant now) throws InvalidToken {
    return token == null ? this : of(token, authentication, now);
  }

  /** Whether it has to be looked at again. */
  public boolean isDue(Instant now) {
    return token != null && !now.isBefore(next);
  }

  private static Instant next(Caller caller, Instant now) {
    Instant latest = now.plus(LONGEST);
    if (!(caller.claims().get("exp") instanceof Number end)) {
      return latest;
    }
    Instant soonest = now.plus(SHORTEST);
    long seconds = Math.clamp(end.longValue(), soonest.getEpochSecond(), latest.getEpochSecond());
    Instant expires = Instant.ofEpochSecond(seconds);
    return expires.isBefore(soonest) ? soonest : expires;
  }
}
