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
  private final Instant start;
  private final Cache<String, Double> due =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterWrite(LONGEST).build();

  LocalBuckets(Clock clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  @Override
  public Duration take(String key, Rate rate) {
    AtomicLong wait = new AtomicLong();
    due.asMap()
        .compute(
            key,
            (unused, kept) -> {
              // asked for in turn: else a thread that was held up would look early to the others
              double now = now();
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

  /** In microseconds. */
  private double now() {
    return Duration.between(start, clock.instant()).toNanos() / 1e3;
  }
}
