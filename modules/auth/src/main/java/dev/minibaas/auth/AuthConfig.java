package dev.minibaas.auth;

import dev.minibaas.auth.factor.FactorConfig;
import dev.minibaas.auth.key.KeyConfig;
import dev.minibaas.auth.limit.RateConfig;
import dev.minibaas.auth.password.PasswordConfig;
import dev.minibaas.auth.provider.ProvidersConfig;
import dev.minibaas.auth.session.SessionConfig;
import dev.minibaas.auth.webauthn.WebAuthnConfig;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the module, under GoTrue's own names.
 *
 * @param jwt what access tokens say and how they are signed
 * @param keys the gateway's two keys, which stand for their roles
 * @param externalUrl the public URL of this service
 * @param siteUrl the application that links in mails lead to
 * @param signup who may sign up, and how
 * @param password what a password must have
 * @param refresh how refresh tokens turn over
 * @param mailFrequency least time between two mails to one user
 * @param otpLength digits of a one-time code
 * @param addressHeader header in which the gateway tells the client's address; empty: the peer's
 * @param keyConfig asymmetric keys of tokens
 * @param sessionConfig how long sessions last
 * @param passwordConfig how passwords are kept
 * @param rateConfig how much may be asked for
 * @param flows mails and what comes back of them
 * @param factors second factors
 * @param webAuthn passkeys, and credentials as second factors
 * @param providers identity providers of others
 */
public record AuthConfig(
    Jwt jwt,
    Keys keys,
    String externalUrl,
    String siteUrl,
    Signup signup,
    Password password,
    Refresh refresh,
    Duration mailFrequency,
    int otpLength,
    String addressHeader,
    KeyConfig keyConfig,
    SessionConfig sessionConfig,
    PasswordConfig passwordConfig,
    RateConfig rateConfig,
    FlowsConfig flows,
    FactorConfig factors,
    WebAuthnConfig webAuthn,
    ProvidersConfig providers) {

  /** Shape and key of access tokens. */
  public record Jwt(
      String secret,
      Duration lifetime,
      String issuer,
      String audience,
      String defaultRole,
      Set<String> adminRoles) {
    @Override
    public String toString() {
      return "Jwt[issuer=" + issuer + ", secret=***]";
    }
  }

  /** The keys that the gateway knows, if any. */
  public record Keys(@Nullable String anon, @Nullable String service) {
    @Override
    public String toString() {
      return "Keys[***]";
    }
  }

  /** Which ways in are open. */
  public record Signup(
      boolean disabled, boolean emailEnabled, boolean anonymousEnabled, boolean autoconfirm) {}

  /**
   * Rules of passwords.
   *
   * @param requiredCharacters sets of characters; of each set a password needs at least one
   * @param workers how many hashes may be computed at a time
   * @param waiting how many more calls may wait for a worker
   */
  public record Password(
      int minLength, List<String> requiredCharacters, int workers, int waiting) {}

  /** Rotation of refresh tokens. */
  public record Refresh(boolean rotation, Duration reuseInterval) {}

  /** Reads the settings; the caller runs {@link Settings#check()}. */
  public static AuthConfig from(Settings settings) {
    String externalUrl =
        settings.uri("API_EXTERNAL_URL", "http://localhost:8000/auth/v1").toString();
    Jwt jwt = jwt(settings, externalUrl);
    URI siteUrl = settings.uri("GOTRUE_SITE_URL", "http://localhost:3000");
    return new AuthConfig(
        jwt,
        new Keys(
            settings.secretOrNull("KONG_PUBLIC_API_KEY"),
            settings.secretOrNull("KONG_SERVICE_API_KEY")),
        externalUrl,
        siteUrl.toString(),
        new Signup(
            settings.flag("GOTRUE_DISABLE_SIGNUP", false),
            settings.flag("GOTRUE_EXTERNAL_EMAIL_ENABLED", true),
            settings.flag("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", false),
            settings.flag("GOTRUE_MAILER_AUTOCONFIRM", true)),
        password(settings),
        new Refresh(
            settings.flag("GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED", true),
            settings.seconds("GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL", 10, 0, 86_400)),
        settings.seconds("GOTRUE_SMTP_MAX_FREQUENCY", 60, 0, 86_400),
        settings.integer("GOTRUE_MAILER_OTP_LENGTH", 6, 6, 10),
        settings.text("GOTRUE_RATE_LIMIT_HEADER", ""),
        KeyConfig.from(settings, jwt.secret()),
        SessionConfig.from(settings),
        PasswordConfig.from(settings),
        RateConfig.from(settings),
        FlowsConfig.from(settings),
        FactorConfig.from(settings),
        WebAuthnConfig.from(settings, siteUrl),
        ProvidersConfig.from(settings, externalUrl));
  }

  private static Jwt jwt(Settings settings, String externalUrl) {
    int lifetime = settings.integer("JWT_EXP", 3600, 30, 604_800);
    return new Jwt(
        settings.secret("JWT_SECRET", 32, "run scripts/generate-env, or set 32 random characters"),
        settings.seconds("GOTRUE_JWT_EXP", lifetime, 30, 604_800),
        settings.text("GOTRUE_JWT_ISSUER", externalUrl),
        settings.text("GOTRUE_JWT_AUD", "authenticated"),
        settings.text("GOTRUE_JWT_DEFAULT_GROUP_NAME", "authenticated"),
        Set.copyOf(settings.list("GOTRUE_JWT_ADMIN_ROLES", "service_role,supabase_admin")));
  }

  private static Password password(Settings settings) {
    // one core stays free for everybody else, whatever the number of sessions
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return new Password(
        settings.integer("GOTRUE_PASSWORD_MIN_LENGTH", 8, 6, 72),
        characterSets(settings.text("GOTRUE_PASSWORD_REQUIRED_CHARACTERS", "")),
        settings.integer("AUTH_PASSWORD_WORKERS", workers, 1, 256),
        settings.integer("AUTH_PASSWORD_WAITING", 64, 0, 10_000));
  }

  /** GoTrue's form: sets separated by colons, a colon of a set written as {@code \:}. */
  private static List<String> characterSets(String text) {
    return List.of(text.split("(?<!\\\\):")).stream()
        .map(set -> set.replace("\\:", ":"))
        .filter(set -> !set.isEmpty())
        .toList();
  }
}
