package dev.minibaas.realtime.socket;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** So many in a period, which begins with the first of them. For one thread at a time. */
public final class Allowance {
  private final InstantSource clock;
  private final int size;
  private final Duration period;
  private Instant end = Instant.MIN;
  private int taken;

  public Allowance(InstantSource clock, int size, Duration period) {
    this.clock = clock;
    this.size = size;
    this.period = period;
  }

  public boolean take() {
    return take(1);
  }

  /** All of them or none. */
  public boolean take(int wanted) {
    Instant now = clock.instant();
    if (!now.isBefore(end)) {
      end = now.plus(period);
      taken = 0;
    }
    if (wanted > size - taken) {
      return false;
    }
    taken += wanted;
    return true;
  }
}
