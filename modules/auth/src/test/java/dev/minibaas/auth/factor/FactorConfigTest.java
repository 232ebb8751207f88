package dev.minibaas.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.factor.FactorConfig.Kind;
import dev.minibaas.auth.factor.FactorConfig.Texts;
import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactorConfigTest {

  @Test
  void defaultsAreTheContracts() {
    assertThat(FactorConfig.from(Settings.of(Map.of())))
        .isEqualTo(
            new FactorConfig(
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                10,
                10,
                15,
                new Kind(true, true),
                new Kind(false, false),
                new Kind(false, false),
                new Texts(6, Duration.ofMinutes(1))));
  }

  @Test
  void everySettingHasItsVariable() {
    Settings settings =
        Settings.of(
            Map.ofEntries(
                Map.entry("GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION", "60"),
                Map.entry("GOTRUE_MFA_FACTOR_EXPIRY_DURATION", "120"),
                Map.entry("GOTRUE_MFA_MAX_ENROLLED_FACTORS", "3"),
                Map.entry("GOTRUE_MFA_MAX_VERIFIED_FACTORS", "2"),
                Map.entry("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", "5"),
                Map.entry("GOTRUE_MFA_TOTP_ENROLL_ENABLED", "false"),
                Map.entry("GOTRUE_MFA_TOTP_VERIFY_ENABLED", "false"),
                Map.entry("GOTRUE_MFA_PHONE_ENROLL_ENABLED", "true"),
                Map.entry("GOTRUE_MFA_PHONE_VERIFY_ENABLED", "true"),
                Map.entry("GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED", "true"),
                Map.entry("GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED", "true"),
                Map.entry("GOTRUE_MFA_PHONE_OTP_LENGTH", "8"),
                Map.entry("GOTRUE_MFA_PHONE_MAX_FREQUENCY", "5")));

    assertThat(FactorConfig.from(settings))
        .isEqualTo(
            new FactorConfig(
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                3,
                2,
                5,
                new Kind(false, false),
                new Kind(true, true),
                new Kind(true, true),
                new Texts(8, Duration.ofSeconds(5))));
  }
}
