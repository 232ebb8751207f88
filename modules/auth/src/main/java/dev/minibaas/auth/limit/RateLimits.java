package dev.minibaas.auth.limit;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Refuses what is asked for too often. */
public final class RateLimits implements AutoCloseable {
  private final RateConfig config;
  private final Buckets buckets;

  public RateLimits(AuthConfig config, Clock clock) {
    this.config = config.rateConfig();
    Buckets local = new LocalBuckets(clock);
    URI redis = this.config.redis();
    this.buckets = redis == null ? local : new RedisBuckets(redis, local);
  }

  /** 429 {@code over_request_rate_limit} when the address has asked too often. */
  public void ofAddress(Limit limit, @Nullable String address) {
    refuse(limit, AddressKey.of(address), ErrorCode.OVER_REQUEST_RATE_LIMIT);
  }

  /** 429 {@code over_email_send_rate_limit} when all users together have had too many mails. */
  public void ofMail() {
    refuse(Limit.MAIL, "all", ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
  }

  /** 429 {@code over_sms_send_rate_limit} when all users together have had too many texts. */
  public void ofSms() {
    refuse(Limit.SMS, "all", ErrorCode.OVER_SMS_SEND_RATE_LIMIT);
  }

  private void refuse(Limit limit, String who, ErrorCode code) {
    String key = limit.name().toLowerCase(Locale.ROOT) + ":" + who;
    Duration wait = buckets.take(key, config.rate(limit));
    if (wait.isPositive()) {
      String what =
          switch (code) {
            case OVER_EMAIL_SEND_RATE_LIMIT -> "email rate limit exceeded";
            case OVER_SMS_SEND_RATE_LIMIT -> "SMS rate limit exceeded";
            default -> "Request rate limit reached";
          };
      throw AuthFailure.tooManyRequests(code, what)
          .telling("Retry-After", Long.toString(wait.plusSeconds(1).minusNanos(1).toSeconds()));
    }
  }

  @Override
  public void close() {
    buckets.close();
  }
}
