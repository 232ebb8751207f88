package dev.minibaas.auth.factor;

import dev.minibaas.platform.settings.Settings;
import java.time.Duration;

/**
 * Settings of second factors.
 *
 * @param challengeLifetime how long a challenge can be answered
 * @param unverifiedLifetime how long an enrolled factor may wait for its first proof
 * @param maxEnrolled factors of a user, verified or not
 * @param maxVerified verified factors of a user
 * @param attemptsPerMinute proofs that may be tried against one factor
 */
public record FactorConfig(
    Duration challengeLifetime,
    Duration unverifiedLifetime,
    int maxEnrolled,
    int maxVerified,
    int attemptsPerMinute,
    Kind totp,
    Kind phone,
    Kind webAuthn,
    Texts texts) {

  /** Whether factors of a kind can be added, and proved. */
  public record Kind(boolean enroll, boolean verify) {}

  /**
   * Codes that are sent to a phone.
   *
   * @param frequency least time between two messages to one phone
   */
  public record Texts(int digits, Duration frequency) {}

  private static final int DAY = 86_400;

  public static FactorConfig from(Settings settings) {
    return new FactorConfig(
        settings.seconds("GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION", 300, 10, DAY),
        settings.seconds("GOTRUE_MFA_FACTOR_EXPIRY_DURATION", 300, 10, 365 * DAY),
        settings.integer("GOTRUE_MFA_MAX_ENROLLED_FACTORS", 10, 0, 100),
        settings.integer("GOTRUE_MFA_MAX_VERIFIED_FACTORS", 10, 0, 100),
        settings.integer("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", 15, 1, 1_000_000_000),
        kind(settings, "TOTP", true),
        kind(settings, "PHONE", false),
        kind(settings, "WEB_AUTHN", false),
        new Texts(
            settings.integer("GOTRUE_MFA_PHONE_OTP_LENGTH", 6, 6, 10),
            settings.seconds("GOTRUE_MFA_PHONE_MAX_FREQUENCY", 60, 0, DAY)));
  }

  private static Kind kind(Settings settings, String name, boolean fallback) {
    return new Kind(
        settings.flag("GOTRUE_MFA_" + name + "_ENROLL_ENABLED", fallback),
        settings.flag("GOTRUE_MFA_" + name + "_VERIFY_ENABLED", fallback));
  }
}
