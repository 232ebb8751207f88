package dev.minibaas.auth.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a session still counts, by the settings. */
final class Validity {
  private final SessionConfig config;

  Validity(SessionConfig config) {
    this.config = config;
  }

  /**
   * Why the session is over; empty when it isn't.
   *
   * @param tokenTime when the token was given out, if that is known
   * @param hasFactor whether the user could have proved a second factor
   */
  Optional<String> end(
      Session session, Instant now, @Nullable Instant tokenTime, boolean hasFactor) {
    if (session.isOver(now) || isPast(config.timebox(), session.createdAt(), now)) {
      return Optional.of("Session Expired");
    }
    if (isPast(config.inactivity(), session.lastRefreshed(tokenTime), now)) {
      return Optional.of("Session Expired (Inactivity)");
    }
    if (hasFactor && !session.isAal2() && isPast(config.lowAal(), session.createdAt(), now)) {
      return Optional.of("Session Expired (Low AAL: User Needs MFA Verification)");
    }
    return Optional.empty();
  }

  private static boolean isPast(@Nullable Duration limit, Instant start, Instant now) {
    return limit != null && now.isAfter(start.plus(limit));
  }

  /** Whether, of sessions of the same tag, another valid one was in use later. */
  boolean isSuperseded(
      Session session,
      List<Session> others,
      Instant now,
      @Nullable Instant tokenTime,
      boolean hasFactor) {
    Instant own = session.lastRefreshed(tokenTime);
    return others.stream()
        .filter(other -> end(other, now, null, hasFactor).isEmpty())
        .filter(other -> tag(other).equals(tag(session)))
        .anyMatch(other -> other.lastRefreshed(null).isAfter(own));
  }

  private String tag(Session session) {
    List<String> tags = config.tags();
    if (tags.isEmpty()) {
      return "";
    }
    String tag = session.tag();
    return tag != null && tags.contains(tag) ? tag : tags.get(0);
  }
}
