package dev.minibaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.factor.FactorConfig;
import dev.minibaas.auth.provider.ProvidersConfig;
import dev.minibaas.auth.webauthn.WebAuthnConfig;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthConfigTest {

  @Test
  void defaultsAreTheContracts() {
    AuthConfig config = AuthFixture.config(Map.of());

    assertThat(config.externalUrl()).isEqualTo("http://localhost:8000/auth/v1");
    assertThat(config.jwt().issuer()).isEqualTo("http://localhost:8000/auth/v1");
    assertThat(config.jwt().lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(config.jwt().audience()).isEqualTo("authenticated");
    assertThat(config.jwt().defaultRole()).isEqualTo("authenticated");
    assertThat(config.jwt().adminRoles())
        .containsExactlyInAnyOrder("service_role", "supabase_admin");
    assertThat(config.signup()).isEqualTo(new AuthConfig.Signup(false, true, false, true));
    assertThat(config.password().minLength()).isEqualTo(8);
    assertThat(config.password().requiredCharacters()).isEmpty();
    assertThat(config.refresh()).isEqualTo(new AuthConfig.Refresh(true, Duration.ofSeconds(10)));
    assertThat(config.mailFrequency()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.otpLength()).isEqualTo(6);
    assertThat(config.addressHeader()).isEmpty();
  }

  @Test
  void everySettingHasItsVariable() {
    AuthConfig config =
        AuthFixture.config(
            Map.ofEntries(
                Map.entry("API_EXTERNAL_URL", "https://api.example.org/auth/v1"),
                Map.entry("GOTRUE_SITE_URL", "https://www.example.org"),
                Map.entry("GOTRUE_JWT_ISSUER", "https://issuer.example.org"),
                Map.entry("GOTRUE_JWT_AUD", "people"),
                Map.entry("GOTRUE_JWT_DEFAULT_GROUP_NAME", "member"),
                Map.entry("GOTRUE_JWT_ADMIN_ROLES", "root, boss"),
                Map.entry("JWT_EXP", "60"),
                Map.entry("GOTRUE_DISABLE_SIGNUP", "true"),
                Map.entry("GOTRUE_EXTERNAL_EMAIL_ENABLED", "false"),
                Map.entry("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true"),
                Map.entry("GOTRUE_MAILER_AUTOCONFIRM", "false"),
                Map.entry("GOTRUE_PASSWORD_MIN_LENGTH", "12"),
                Map.entry("GOTRUE_PASSWORD_REQUIRED_CHARACTERS", "abc:0123\\::XYZ"),
                Map.entry("GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED", "false"),
                Map.entry("GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL", "3"),
                Map.entry("GOTRUE_SMTP_MAX_FREQUENCY", "5"),
                Map.entry("GOTRUE_MAILER_OTP_LENGTH", "8"),
                Map.entry("GOTRUE_RATE_LIMIT_HEADER", "X-Real-IP"),
                Map.entry("AUTH_PASSWORD_WORKERS", "3"),
                Map.entry("AUTH_PASSWORD_WAITING", "9"),
                Map.entry("KONG_PUBLIC_API_KEY", "public"),
                Map.entry("KONG_SERVICE_API_KEY", "service")));

    assertThat(config)
        .isEqualTo(
            new AuthConfig(
                new AuthConfig.Jwt(
                    Tokens.SECRET,
                    Duration.ofSeconds(60),
                    "https://issuer.example.org",
                    "people",
                    "member",
                    java.util.Set.of("root", "boss")),
                new AuthConfig.Keys("public", "service"),
                "https://api.example.org/auth/v1",
                "https://www.example.org",
                new AuthConfig.Signup(true, false, true, false),
                new AuthConfig.Password(12, java.util.List.of("abc", "0123:", "XYZ"), 3, 9),
                new AuthConfig.Refresh(false, Duration.ofSeconds(3)),
                Duration.ofSeconds(5),
                8,
                "X-Real-IP",
                FactorConfig.from(Settings.of(Map.of())),
                WebAuthnConfig.from(Settings.of(Map.of()), URI.create("https://www.example.org")),
                ProvidersConfig.from(Settings.of(Map.of()), "https://api.example.org/auth/v1")));
  }

  @Test
  void gotruesOwnLifetimeWinsOverTheSharedOne() {
    assertThat(AuthFixture.config(Map.of("JWT_EXP", "60", "GOTRUE_JWT_EXP", "90")).jwt().lifetime())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void withoutASecretTheStartIsRefusedByName() {
    Settings settings = Settings.of(Map.of());
    AuthConfig.from(settings);

    assertThatThrownBy(settings::check)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("JWT_SECRET is not set");
  }

  @Test
  void secretsAreNotPrinted() {
    AuthConfig config = AuthFixture.config(Map.of("KONG_SERVICE_API_KEY", "very-secret"));

    assertThat(config.toString()).doesNotContain(Tokens.SECRET, "very-secret");
  }
}
