package dev.minibaas.auth.webauthn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebAuthnConfigTest {
  private static final URI SITE = URI.create("https://app.example.org:8443/start");

  @Test
  void theSiteIsTheRelyingPartyUnlessAnotherIsNamed() {
    assertThat(WebAuthnConfig.from(Settings.of(Map.of()), SITE))
        .isEqualTo(
            new WebAuthnConfig(
                false,
                10,
                "app.example.org",
                "app.example.org",
                List.of("https://app.example.org:8443"),
                Duration.ofMinutes(5),
                "preferred"));
  }

  @Test
  void everySettingHasItsVariable() {
    Settings settings =
        Settings.of(
            Map.of(
                "GOTRUE_PASSKEY_ENABLED", "true",
                "GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER", "3",
                "GOTRUE_WEBAUTHN_RP_ID", "example.org",
                "GOTRUE_WEBAUTHN_RP_DISPLAY_NAME", "Example",
                "GOTRUE_WEBAUTHN_RP_ORIGINS", "https://a.example.org, https://b.example.org",
                "GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION", "60",
                "AUTH_WEBAUTHN_USER_VERIFICATION", "required"));

    assertThat(WebAuthnConfig.from(settings, SITE))
        .isEqualTo(
            new WebAuthnConfig(
                true,
                3,
                "example.org",
                "Example",
                List.of("https://a.example.org", "https://b.example.org"),
                Duration.ofMinutes(1),
                "required"));
  }

  @Test
  void anOriginThatIsNoneStopsTheStart() {
    Settings settings = Settings.of(Map.of("GOTRUE_WEBAUTHN_RP_ORIGINS", "not an origin"));
    WebAuthnConfig.from(settings, SITE);

    assertThatThrownBy(settings::check)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("GOTRUE_WEBAUTHN_RP_ORIGINS");
  }
}
