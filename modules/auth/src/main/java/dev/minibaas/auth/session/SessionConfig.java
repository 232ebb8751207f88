package dev.minibaas.auth.session;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.request.GoDuration;
import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long sessions last, and what their refresh tokens are.
 *
 * @param timebox from sign-in to the end; null for no end
 * @param inactivity between two refreshes at most; null for any
 * @param lowAal for how long a user with a second factor gets by without it; null for ever
 * @param singlePerUser whether a newer session of a user ends the older ones
 * @param tags sessions of one user that don't end each other; the first is the usual one
 * @param algorithm 1: a row for each token; 2: tokens that are signed with the session's own key
 * @param upgradePercentage of sessions that change to algorithm 2 when they are refreshed
 * @param allowReuse whether a signed token may be used again without limit
 */
public record SessionConfig(
    @Nullable Duration timebox,
    @Nullable Duration inactivity,
    @Nullable Duration lowAal,
    boolean singlePerUser,
    List<String> tags,
    int algorithm,
    int upgradePercentage,
    boolean allowReuse) {

  public SessionConfig {
    tags = List.copyOf(tags);
  }

  public static SessionConfig from(Settings settings) {
    return new SessionConfig(
        duration(settings, "GOTRUE_SESSIONS_TIMEBOX"),
        duration(settings, "GOTRUE_SESSIONS_INACTIVITY_TIMEOUT"),
        duration(settings, "GOTRUE_SESSIONS_ALLOW_LOW_AAL"),
        settings.flag("GOTRUE_SESSIONS_SINGLE_PER_USER", false),
        settings.list("GOTRUE_SESSIONS_TAGS", ""),
        settings.integer("GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION", 1, 0, 2),
        settings.integer("GOTRUE_SECURITY_REFRESH_TOKEN_UPGRADE_PERCENTAGE", 0, 0, 100),
        settings.flag("GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE", false));
  }

  private static @Nullable Duration duration(Settings settings, String name) {
    String text = settings.textOrNull(name);
    if (text == null) {
      return null;
    }
    try {
      Duration duration = GoDuration.parse(text, name);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (AuthFailure e) {
      // reported below, like one that isn't positive
    }
    settings.problem(name + " is \"" + text + "\": set it to a duration such as 24h or 1h30m");
    return null;
  }

  boolean issuesSigned() {
    return algorithm == 2;
  }
}
