package dev.minibaas.auth.limit;

import java.time.Duration;

/**
 * So many events in a period, evenly; after a pause so many at once.
 *
 * @param burst at least 1
 */
public record Rate(int events, Duration period, int burst) {

  public Rate {
    if (events < 1 || burst < 1 || !period.isPositive()) {
      throw new IllegalArgumentException("a rate needs an event and a period");
    }
  }

  /** From one event to the next, in microseconds. */
  double interval() {
    return period.toNanos() / 1e3 / events;
  }
}
