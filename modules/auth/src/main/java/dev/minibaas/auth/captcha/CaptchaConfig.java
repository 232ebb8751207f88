package dev.minibaas.auth.captcha;

import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Who is asked whether a call comes from a person.
 *
 * @param verifier the provider's address; its own unless the operator says another
 */
public record CaptchaConfig(boolean enabled, URI verifier, String secret, Duration patience) {
  private static final String HCAPTCHA = "https://hcaptcha.com/siteverify";
  private static final String TURNSTILE =
      "https://challenges.cloudflare.com/turnstile/v0/siteverify";

  @Override
  public String toString() {
    return "CaptchaConfig[enabled=" + enabled + ", verifier=" + verifier + "]";
  }

  public static CaptchaConfig from(Settings settings) {
    boolean enabled = settings.flag("GOTRUE_SECURITY_CAPTCHA_ENABLED", false);
    String provider =
        settings.oneOf(
            "GOTRUE_SECURITY_CAPTCHA_PROVIDER", "hcaptcha", List.of("hcaptcha", "turnstile"));
    String secret = settings.secretOrNull("GOTRUE_SECURITY_CAPTCHA_SECRET");
    if (enabled && (secret == null || secret.isBlank())) {
      settings.problem("GOTRUE_SECURITY_CAPTCHA_SECRET is not set: take it from the provider");
    }
    String own = settings.text("AUTH_CAPTCHA_URL", "");
    String verifier = provider.equals("hcaptcha") ? HCAPTCHA : TURNSTILE;
    return new CaptchaConfig(
        enabled,
        URI.create(own.isEmpty() ? verifier : settings.uri("AUTH_CAPTCHA_URL", "").toString()),
        secret == null ? "" : secret.strip(),
        settings.seconds("GOTRUE_SECURITY_CAPTCHA_TIMEOUT", 10, 1, 60));
  }
}
