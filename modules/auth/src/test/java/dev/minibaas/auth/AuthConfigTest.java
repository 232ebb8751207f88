package dev.minibaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.factor.FactorConfig;
import dev.minibaas.auth.key.KeyConfig;
import dev.minibaas.auth.limit.Limit;
import dev.minibaas.auth.limit.Rate;
import dev.minibaas.auth.limit.RateConfig;
import dev.minibaas.auth.password.PasswordConfig;
import dev.minibaas.auth.provider.ProvidersConfig;
import dev.minibaas.auth.session.SessionConfig;
import dev.minibaas.auth.webauthn.WebAuthnConfig;
import dev.minibaas.edge.address.Networks;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
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
    assertThat(config.keyConfig())
        .isEqualTo(new KeyConfig(Tokens.SECRET, java.util.List.of(), Duration.ofSeconds(20)));
    assertThat(config.sessionConfig())
        .isEqualTo(new SessionConfig(null, null, null, false, java.util.List.of(), 1, 0, false));
  }

  @Test
  void everySettingHasItsVariable() {
    assertThat(AuthFixture.config(everySetting()))
        // networks are no values
        .usingRecursiveComparison()
        .isEqualTo(ofEverySetting());
  }

  private static Map<String, String> everySetting() {
    return Map.ofEntries(
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
        Map.entry("AUTH_KEYS_SECRET", "k".repeat(32)),
        Map.entry("AUTH_KEYS_LEAD", "7"),
        Map.entry("GOTRUE_RATE_LIMIT_OTP", "1"),
        Map.entry("GOTRUE_RATE_LIMIT_VERIFY", "2"),
        Map.entry("GOTRUE_RATE_LIMIT_TOKEN_REFRESH", "3"),
        Map.entry("GOTRUE_RATE_LIMIT_SSO", "4"),
        Map.entry("GOTRUE_RATE_LIMIT_WEB3", "5"),
        Map.entry("GOTRUE_RATE_LIMIT_PASSKEY", "6"),
        Map.entry("GOTRUE_RATE_LIMIT_ANONYMOUS_USERS", "7"),
        Map.entry("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", "8"),
        Map.entry("GOTRUE_RATE_LIMIT_EMAIL_SENT", "9/10m"),
        Map.entry("GOTRUE_RATE_LIMIT_SMS_SENT", "10"),
        Map.entry("REDIS_URL", "redis://:secret@cache:6380/2"),
        Map.entry("EDGE_TRUSTED_PROXIES", "10.0.0.0/8"),
        Map.entry("AUTH_PASSWORD_SCHEME", "argon2id"),
        Map.entry("GOTRUE_PASSWORD_HIBP_ENABLED", "true"),
        Map.entry("AUTH_PASSWORD_HIBP_URL", "http://range.internal/"),
        Map.entry("GOTRUE_PASSWORD_HIBP_FAIL_CLOSED", "true"),
        Map.entry("GOTRUE_SESSIONS_TIMEBOX", "24h"),
        Map.entry("GOTRUE_SESSIONS_INACTIVITY_TIMEOUT", "1h30m"),
        Map.entry("GOTRUE_SESSIONS_ALLOW_LOW_AAL", "5m"),
        Map.entry("GOTRUE_SESSIONS_SINGLE_PER_USER", "true"),
        Map.entry("GOTRUE_SESSIONS_TAGS", "web, app"),
        Map.entry("GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION", "2"),
        Map.entry("GOTRUE_SECURITY_REFRESH_TOKEN_UPGRADE_PERCENTAGE", "25"),
        Map.entry("GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE", "true"),
        Map.entry("AUTH_PASSWORD_WORKERS", "3"),
        Map.entry("AUTH_PASSWORD_WAITING", "9"),
        Map.entry("KONG_PUBLIC_API_KEY", "public"),
        Map.entry("KONG_SERVICE_API_KEY", "service"));
  }

  private static AuthConfig ofEverySetting() {
    return new AuthConfig(
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
        new KeyConfig("k".repeat(32), java.util.List.of(), Duration.ofSeconds(7)),
        new SessionConfig(
            Duration.ofHours(24),
            Duration.ofMinutes(90),
            Duration.ofMinutes(5),
            true,
            java.util.List.of("web", "app"),
            2,
            25,
            true),
        new PasswordConfig("argon2id", true, URI.create("http://range.internal/"), true),
        rates(),
        FlowsConfig.from(Settings.of(Map.of())),
        FactorConfig.from(Settings.of(Map.of("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", "8"))),
        WebAuthnConfig.from(Settings.of(Map.of()), URI.create("https://www.example.org")),
        ProvidersConfig.from(Settings.of(Map.of()), "https://api.example.org/auth/v1"));
  }

  private static RateConfig rates() {
    Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
    Duration five = Duration.ofMinutes(5);
    for (String limit :
        new String[] {"SIGNUP", "OTP", "MAGIC_LINK", "RECOVER", "RESEND", "USER_CHANGE"}) {
      rates.put(Limit.valueOf(limit), new Rate(1, five, 30));
    }
    rates.put(Limit.VERIFY, new Rate(2, five, 30));
    rates.put(Limit.TOKEN, new Rate(3, five, 30));
    rates.put(Limit.SSO, new Rate(4, five, 30));
    rates.put(Limit.WEB3, new Rate(5, five, 30));
    rates.put(Limit.PASSKEY, new Rate(6, five, 30));
    rates.put(Limit.ANONYMOUS_SIGNUP, new Rate(7, Duration.ofHours(1), 7));
    rates.put(Limit.FACTOR_CHALLENGE, new Rate(8, Duration.ofMinutes(1), 30));
    rates.put(Limit.FACTOR_VERIFY, new Rate(8, Duration.ofMinutes(1), 30));
    rates.put(Limit.MAIL, new Rate(9, Duration.ofMinutes(10), 9));
    rates.put(Limit.SMS, new Rate(10, Duration.ofHours(1), 10));
    return new RateConfig(
        rates,
        URI.create("redis://:secret@cache:6380/2"),
        Networks.of(java.util.List.of("10.0.0.0/8")));
  }

  @Test
  void everyLimitHasItsRateOfTheContract() {
    Map<Limit, Rate> rates = AuthFixture.config(Map.of()).rateConfig().rates();

    assertThat(rates).containsOnlyKeys(Limit.values());
    assertThat(rates.get(Limit.SIGNUP)).isEqualTo(new Rate(30, Duration.ofMinutes(5), 30));
    assertThat(rates.get(Limit.TOKEN)).isEqualTo(new Rate(150, Duration.ofMinutes(5), 30));
    assertThat(rates.get(Limit.ANONYMOUS_SIGNUP)).isEqualTo(new Rate(30, Duration.ofHours(1), 30));
    assertThat(rates.get(Limit.FACTOR_VERIFY)).isEqualTo(new Rate(15, Duration.ofMinutes(1), 30));
    assertThat(rates.get(Limit.MAIL)).isEqualTo(new Rate(30, Duration.ofHours(1), 30));
  }

  @Test
  void aLimitThatIsNoneIsRefusedByName() {
    Map<String, String> wrong =
        Map.of(
            "JWT_SECRET", Tokens.SECRET,
            "GOTRUE_RATE_LIMIT_EMAIL_SENT", "many",
            "GOTRUE_RATE_LIMIT_SMS_SENT", "0",
            "GOTRUE_RATE_LIMIT_OTP", "0",
            "REDIS_URL", "http://user:private@cache",
            "EDGE_TRUSTED_PROXIES", "everybody");
    Settings settings = Settings.of(wrong);
    AuthConfig.from(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining("GOTRUE_RATE_LIMIT_EMAIL_SENT is \"many\"")
        .hasMessageContaining("GOTRUE_RATE_LIMIT_SMS_SENT is \"0\"")
        .hasMessageContaining("GOTRUE_RATE_LIMIT_OTP is \"0\"")
        .hasMessageContaining("EDGE_TRUSTED_PROXIES")
        .hasMessageContaining("REDIS_URL is no URL")
        .hasMessageNotContaining("private");
  }

  @Test
  void gotruesOwnLifetimeWinsOverTheSharedOne() {
    assertThat(AuthFixture.config(Map.of("JWT_EXP", "60", "GOTRUE_JWT_EXP", "90")).jwt().lifetime())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void aSessionsLengthThatIsNoneIsRefusedByName() {
    for (String wrong : new String[] {"0s", "-1h", "1 day", "3600"}) {
      Settings settings =
          Settings.of(Map.of("JWT_SECRET", Tokens.SECRET, "GOTRUE_SESSIONS_TIMEBOX", wrong));
      AuthConfig.from(settings);

      assertThatThrownBy(settings::check)
          .isInstanceOf(InvalidSettings.class)
          .hasMessageContaining("GOTRUE_SESSIONS_TIMEBOX is \"" + wrong + "\"");
    }
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
    AuthConfig config =
        AuthFixture.config(
            Map.of(
                "KONG_SERVICE_API_KEY", "very-secret", "REDIS_URL", "redis://:very-secret@cache"));

    assertThat(config.toString()).doesNotContain(Tokens.SECRET, "very-secret");
  }
}
