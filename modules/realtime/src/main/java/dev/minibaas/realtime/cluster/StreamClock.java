package dev.minibaas.realtime.cluster;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time by which the copy of a log ages: that of the entry that was read last, and on from
 * there. So what a node finds in Redis when it starts is as old to it as to the others. Only
 * differences of it mean anything; it goes back when reading lags.
 */
final class StreamClock implements LongSupplier {
  private final LongSupplier nanoTime;
  private final InstantSource wall;

  /** How long ago the entry was written, in nanoseconds; wrong by as much as Redis' clock is. */
  private volatile long behind;

  StreamClock(LongSupplier nanoTime, InstantSource wall) {
    this.nanoTime = nanoTime;
    this.wall = wall;
  }

  /**
   * An entry is read.
   *
   * @param writtenMillis when Redis appended it, by Redis' clock
   */
  void at(long writtenMillis) {
    behind = TimeUnit.MILLISECONDS.toNanos(wall.millis() - writtenMillis);
  }

  @Override
  public long getAsLong() {
    return nanoTime.getAsLong() - behind;
  }
}
