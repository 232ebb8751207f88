package dev.minibaas.auth.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** In this process; of many thousand keys the least asked for are forgotten. */
final class LocalBuckets implements Buckets {
  private static final int MAX_KEYS = 100_000;
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Clock clock;
  private final Cache<String, Double> due =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterWrite(LONGEST).build();

  LocalBuckets(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Duration take(String key, Rate rate) {
    Instant instant = clock.instant();
    double now = instant.getEpochSecond() * 1e6 + instant.getNano() / 1e3;
    AtomicLong wait = new AtomicLong();
    due.asMap()
        .compute(
            key,
            (unused, kept) -> {
              double next = kept == null ? now : Math.max(kept, now);
              double early = next - rate.interval() * (rate.burst() - 1) - now;
              if (early > 0) {
                wait.set((long) Math.ceil(early * 1e3));
                return next;
              }
              return next + rate.interval();
            });
    return Duration.ofNanos(wait.get());
  }
}
