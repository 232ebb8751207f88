package dev.minibaas.realtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.log.LogLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamClockTest {
  private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

  private final AtomicLong millis = new AtomicLong();
  private final StreamClock clock =
      new StreamClock(() -> millis.get() * 1_000_000, () -> START.plusMillis(millis.get()));
  private final ChangeLog<String> log =
      new ChangeLog<>(new LogLimits(1 << 20, Duration.ofMinutes(5)), 1, clock);

  private void take(long commit, Instant written) {
    clock.at(written.toEpochMilli());
    log.append(Position.ofChange(commit, 1), "entry", 100);
    log.reached(commit);
  }

  @Test
  void whatIsFoundInRedisIsAsOldAsItIsThere() {
    log.begin(10, 10);
    take(20, START.minus(Duration.ofMinutes(4)));
    take(30, START);
    assertThat(log.confirmable()).isEqualTo(10);

    millis.addAndGet(Duration.ofMinutes(2).toMillis());
    assertThat(log.confirmable()).isEqualTo(20);
  }

  @Test
  void anotherClockInRedisMakesNothingOlder() {
    Instant redis = START.minus(Duration.ofHours(1));
    log.begin(10, 10);
    take(20, redis);
    millis.addAndGet(Duration.ofMinutes(4).toMillis());
    take(30, redis.plus(Duration.ofMinutes(4)));
    assertThat(log.confirmable()).isEqualTo(10);

    millis.addAndGet(Duration.ofMinutes(2).toMillis());
    assertThat(log.confirmable()).isEqualTo(20);
  }
}
