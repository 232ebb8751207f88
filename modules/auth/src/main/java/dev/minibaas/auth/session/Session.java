package dev.minibaas.auth.session;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A login that lasts.
 *
 * @param aal {@code aal1} or {@code aal2}
 * @param notAfter its end at the latest
 * @param refreshedAt its last refresh; null before the first one
 * @param tag what kind of client it is of, where the settings tell kinds apart
 * @param methods how the user proved itself, the newest first
 */
public record Session(
    UUID id,
    UUID userId,
    String aal,
    Instant createdAt,
    @Nullable Instant notAfter,
    @Nullable Instant refreshedAt,
    @Nullable String tag,
    List<Method> methods) {
  private static final Set<String> BY_CODE =
      Set.of("otp", "recovery", "magiclink", "invite", "email/signup", "email_change");

  /** A proof of identity, as {@code amr} names it, and its time. */
  public record Method(String name, Instant time) {}

  public boolean isAal2() {
    return aal.equals("aal2");
  }

  /** Whether a mailed or texted code opened it, as one does for a forgotten password. */
  public boolean isByCode() {
    return methods.stream().anyMatch(method -> BY_CODE.contains(method.name()));
  }

  /**
   * When the session was last in use.
   *
   * @param tokenTime when its token was given out, if that is known
   */
  Instant lastRefreshed(@Nullable Instant tokenTime) {
    if (refreshedAt != null) {
      return refreshedAt;
    }
    return tokenTime != null && tokenTime.isAfter(createdAt) ? tokenTime : createdAt;
  }

  boolean isOver(Instant now) {
    return notAfter != null && now.isAfter(notAfter);
  }
}
