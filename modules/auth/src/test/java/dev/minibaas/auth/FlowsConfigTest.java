package dev.minibaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.hook.HookPoint;
import dev.minibaas.platform.settings.InvalidSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowsConfigTest {
  private static final String SECRET = "v1,whsec_" + "A".repeat(32);

  @Test
  void defaults() {
    FlowsConfig flows = AuthFixture.config(Map.of()).flows();

    assertThat(flows.phone())
        .isEqualTo(
            new FlowsConfig.Phone(false, false, 6, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    assertThat(flows.allowedRedirects()).isEmpty();
    assertThat(flows.secureEmailChange()).isTrue();
    assertThat(flows.reauthentication()).isFalse();
    assertThat(flows.authCodeLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(flows.hooks().targets()).isEmpty();
    assertThat(flows.captcha().enabled()).isFalse();
    assertThat(flows.captcha().verifier()).isEqualTo(URI.create("https://hcaptcha.com/siteverify"));
    assertThat(flows.captcha().patience()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void everySettingHasItsVariable() {
    FlowsConfig flows =
        AuthFixture.config(
                Map.ofEntries(
                    Map.entry("GOTRUE_EXTERNAL_PHONE_ENABLED", "true"),
                    Map.entry("GOTRUE_SMS_AUTOCONFIRM", "true"),
                    Map.entry("GOTRUE_SMS_OTP_LENGTH", "8"),
                    Map.entry("GOTRUE_SMS_OTP_EXP", "300"),
                    Map.entry("GOTRUE_SMS_MAX_FREQUENCY", "5"),
                    Map.entry("GOTRUE_URI_ALLOW_LIST", "https://a/**, https://b"),
                    Map.entry("GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED", "false"),
                    Map.entry("GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION", "true"),
                    Map.entry("GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD", "true"),
                    Map.entry("GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION", "60"),
                    Map.entry("GOTRUE_SECURITY_CAPTCHA_ENABLED", "true"),
                    Map.entry("GOTRUE_SECURITY_CAPTCHA_PROVIDER", "turnstile"),
                    Map.entry("GOTRUE_SECURITY_CAPTCHA_SECRET", "very-secret"),
                    Map.entry("GOTRUE_SECURITY_CAPTCHA_TIMEOUT", "3"),
                    Map.entry("GOTRUE_HOOK_SEND_SMS_ENABLED", "true"),
                    Map.entry("GOTRUE_HOOK_SEND_SMS_URI", "pg-functions://postgres/public/sms"),
                    Map.entry("GOTRUE_HOOK_SEND_EMAIL_ENABLED", "true"),
                    Map.entry("GOTRUE_HOOK_SEND_EMAIL_URI", "https://hooks.example.org/mail"),
                    Map.entry("GOTRUE_HOOK_SEND_EMAIL_SECRETS", SECRET + "|" + SECRET),
                    Map.entry("GOTRUE_HOOK_AFTER_USER_CREATED_URI", "https://is.off.example.org")))
            .flows();

    assertThat(flows.phone())
        .isEqualTo(
            new FlowsConfig.Phone(true, true, 8, Duration.ofMinutes(5), Duration.ofSeconds(5)));
    assertThat(flows.allowedRedirects()).containsExactly("https://a/**", "https://b");
    assertThat(flows.secureEmailChange()).isFalse();
    assertThat(flows.reauthentication()).isTrue();
    assertThat(flows.passwordNeedsCurrent()).isTrue();
    assertThat(flows.authCodeLifetime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(flows.captcha().enabled()).isTrue();
    assertThat(flows.captcha().verifier())
        .isEqualTo(URI.create("https://challenges.cloudflare.com/turnstile/v0/siteverify"));
    assertThat(flows.captcha().secret()).isEqualTo("very-secret");
    assertThat(flows.captcha().patience()).isEqualTo(Duration.ofSeconds(3));
    assertThat(flows.hooks().isOn(HookPoint.SEND_SMS)).isTrue();
    assertThat(flows.hooks().isOn(HookPoint.SEND_EMAIL)).isTrue();
    assertThat(flows.hooks().isOn(HookPoint.AFTER_USER_CREATED)).isFalse();
    assertThat(flows.toString()).doesNotContain("very-secret", "AAAA");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "http://hooks.example.org/ | v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "http://169.254.169.254/ | v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "file:///etc/passwd | v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "https://user:pw@hooks.example.org/ | v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "https:///x | v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "https://hooks.example.org/ | ''",
        "https://hooks.example.org/ | v1,whsec_short",
        "https://hooks.example.org/ | v1,whsec_%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%",
        "https://hooks.example.org/ | AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pg-functions://postgres/public/f(); drop table x | ''",
        "'pg-functions://postgres/public/f\"' | ''"
      })
  void anUnusableHookStopsTheStart(String uri, String secret) {
    assertThatThrownBy(() ->
            AuthFixture.config(
                Map.of(
                    "GOTRUE_HOOK_SEND_SMS_ENABLED", "true",
                    "GOTRUE_HOOK_SEND_SMS_URI", uri,
                    "GOTRUE_HOOK_SEND_SMS_SECRETS", secret)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("GOTRUE_HOOK_SEND_SMS_");
  }

  @Test
  void aCaptchaWithoutSecretStopsTheStart() {
    assertThatThrownBy(() -> AuthFixture.config(Map.of("GOTRUE_SECURITY_CAPTCHA_ENABLED", "true")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("GOTRUE_SECURITY_CAPTCHA_SECRET");
  }
}
