package dev.minibaas.realtime.socket;

import java.util.function.LongSupplier;

/**
 * Nanoseconds in which this process could serve. While it is stopped (a collection, no processor)
 * no time goes by: clients aren't to blame for it. Goes on in steps.
 */
final class ServedTime implements LongSupplier {
  private final long step;
  private final LongSupplier nanoTime;
  private long last;
  private volatile long served;

  /**
   * @param step how often {@link #tick} is called, in nanoseconds
   */
  ServedTime(long step, LongSupplier nanoTime) {
    this.step = step;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Called by one thread, once each step. */
  void tick() {
    long now = nanoTime.getAsLong();
    served = served + Math.min(now - last, step);
    last = now;
  }

  @Override
  public long getAsLong() {
    return served;
  }
}
