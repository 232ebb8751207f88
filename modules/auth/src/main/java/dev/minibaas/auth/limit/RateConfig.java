package dev.minibaas.auth.limit;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.request.GoDuration;
import dev.minibaas.edge.address.Networks;
import dev.minibaas.platform.settings.RedisUrl;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much may be asked for.
 *
 * @param redis where nodes count together; null for each by itself
 * @param trustedProxies peers that may say who the client is
 */
public record RateConfig(Map<Limit, Rate> rates, @Nullable URI redis, Networks trustedProxies) {
  private static final int BURST = 30;
  private static final int MOST = 1_000_000_000;
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  public RateConfig {
    rates = Map.copyOf(rates);
  }

  public static RateConfig from(Settings settings) {
    Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
    Rate otp = inFiveMinutes(settings, "GOTRUE_RATE_LIMIT_OTP", 30);
    for (Limit limit :
        List.of(
            Limit.SIGNUP,
            Limit.OTP,
            Limit.MAGIC_LINK,
            Limit.RECOVER,
            Limit.RESEND,
            Limit.USER_CHANGE)) {
      rates.put(limit, otp);
    }
    rates.put(Limit.VERIFY, inFiveMinutes(settings, "GOTRUE_RATE_LIMIT_VERIFY", 30));
    rates.put(Limit.TOKEN, inFiveMinutes(settings, "GOTRUE_RATE_LIMIT_TOKEN_REFRESH", 150));
    rates.put(Limit.SSO, inFiveMinutes(settings, "GOTRUE_RATE_LIMIT_SSO", 30));
    rates.put(Limit.WEB3, inFiveMinutes(settings, "GOTRUE_RATE_LIMIT_WEB3", 30));
    rates.put(Limit.PASSKEY, inFiveMinutes(settings, "GOTRUE_RATE_LIMIT_PASSKEY", 30));
    int anonymous = settings.integer("GOTRUE_RATE_LIMIT_ANONYMOUS_USERS", 30, 1, MOST);
    rates.put(Limit.ANONYMOUS_SIGNUP, new Rate(anonymous, HOUR, anonymous));
    int factors = settings.integer("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", 15, 1, MOST);
    rates.put(Limit.FACTOR_CHALLENGE, new Rate(factors, Duration.ofMinutes(1), BURST));
    rates.put(Limit.FACTOR_VERIFY, new Rate(factors, Duration.ofMinutes(1), BURST));
    rates.put(Limit.MAIL, sent(settings, "GOTRUE_RATE_LIMIT_EMAIL_SENT"));
    rates.put(Limit.SMS, sent(settings, "GOTRUE_RATE_LIMIT_SMS_SENT"));
    return new RateConfig(rates, RedisUrl.from(settings), trustedProxies(settings));
  }

  Rate rate(Limit limit) {
    return Objects.requireNonNull(rates.get(limit), "every limit has its rate");
  }

  private static Rate inFiveMinutes(Settings settings, String name, int fallback) {
    return new Rate(settings.integer(name, fallback, 1, MOST), FIVE_MINUTES, BURST);
  }

  /** GoTrue's two forms: {@code 30}, which is per hour, and {@code 30/10m}. */
  private static Rate sent(Settings settings, String name) {
    String text = settings.text(name, "30");
    String[] parts = text.split("/", 2);
    try {
      int events = Integer.parseInt(parts[0].strip());
      Duration period = parts.length == 1 ? HOUR : GoDuration.parse(parts[1].strip(), name);
      return new Rate(events, period, events);
    } catch (IllegalArgumentException | AuthFailure e) {
      settings.problem(
          name + " is \"" + text + "\": set it to a number per hour, or to one such as 30/10m");
      return new Rate(30, HOUR, 30);
    }
  }

  private static Networks trustedProxies(Settings settings) {
    try {
      return Networks.of(settings.list("EDGE_TRUSTED_PROXIES", ""));
    } catch (IllegalArgumentException e) {
      settings.problem("EDGE_TRUSTED_PROXIES: " + e.getMessage());
      return Networks.of(List.of());
    }
  }

  /** Redis's password stays out of logs. */
  @Override
  public String toString() {
    return "RateConfig[" + rates + "]";
  }
}
