package dev.minibaas.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvidersConfigTest {
  private static final String URL = "https://api.example.org/auth/v1";

  private static ProviderConfig named(Map<String, String> settings, String name) {
    return ProvidersConfig.from(Settings.of(settings), URL).named(name).orElseThrow();
  }

  @Test
  void nothingIsOnByItself() {
    ProvidersConfig config = ProvidersConfig.from(Settings.of(Map.of()), URL);

    assertThat(config.isEnabled("google")).isFalse();
    assertThat(config.isEnabled("github")).isFalse();
    assertThat(config.isEnabled("keycloak")).isFalse();
    assertThat(config.manualLinking()).isFalse();
    assertThat(config.allowedIssuers()).isEmpty();
    assertThat(config.patience()).isEqualTo(Duration.ofSeconds(10));
    assertThat(named(Map.of(), "google"))
        .isEqualTo(
            new ProviderConfig(
                "google",
                false,
                List.of(),
                "",
                URL + "/callback",
                "https://accounts.google.com",
                false,
                false));
    assertThat(named(Map.of(), "github").url()).isEqualTo("https://github.com");
  }

  @Test
  void everySettingHasItsVariable() {
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("AUTH_OIDC_PROVIDERS", "keycloak, acme"),
            Map.entry("AUTH_PROVIDER_TIMEOUT", "3"),
            Map.entry("GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS", "https://a.example.org"),
            Map.entry("GOTRUE_SECURITY_MANUAL_LINKING_ENABLED", "true"),
            Map.entry("GOTRUE_EXTERNAL_KEYCLOAK_ENABLED", "true"),
            Map.entry("GOTRUE_EXTERNAL_KEYCLOAK_CLIENT_ID", "one,two"),
            Map.entry("GOTRUE_EXTERNAL_KEYCLOAK_SECRET", "hidden"),
            Map.entry("GOTRUE_EXTERNAL_KEYCLOAK_REDIRECT_URI", "https://x.example.org/callback"),
            Map.entry("GOTRUE_EXTERNAL_KEYCLOAK_URL", "https://id.example.org/realms/main"),
            Map.entry("GOTRUE_EXTERNAL_KEYCLOAK_SKIP_NONCE_CHECK", "true"),
            Map.entry("GOTRUE_EXTERNAL_KEYCLOAK_EMAIL_OPTIONAL", "true"));
    ProvidersConfig config = ProvidersConfig.from(Settings.of(settings), URL);

    assertThat(config.manualLinking()).isTrue();
    assertThat(config.allowedIssuers()).containsExactly("https://a.example.org");
    assertThat(config.patience()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.named("acme")).isPresent();
    ProviderConfig keycloak = config.named("keycloak").orElseThrow();
    assertThat(keycloak)
        .isEqualTo(
            new ProviderConfig(
                "keycloak",
                true,
                List.of("one", "two"),
                "hidden",
                "https://x.example.org/callback",
                "https://id.example.org/realms/main",
                true,
                true));
    assertThat(keycloak.toString()).doesNotContain("hidden");
  }

  @Test
  void aProviderThatIsOnIsWhole() {
    Settings settings =
        Settings.of(
            Map.of(
                "AUTH_OIDC_PROVIDERS", "acme,email,Bad-Name",
                "GOTRUE_EXTERNAL_ACME_ENABLED", "true"));
    ProvidersConfig.from(settings, URL);

    assertThatThrownBy(settings::check)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("GOTRUE_EXTERNAL_ACME_CLIENT_ID is not set")
        .hasMessageContaining("GOTRUE_EXTERNAL_ACME_SECRET is not set")
        .hasMessageContaining("GOTRUE_EXTERNAL_ACME_URL is")
        .hasMessageContaining("has \"email\"")
        .hasMessageContaining("has \"Bad-Name\"");
  }
}
