package dev.minibaas.benchmarks.http;

import java.util.Arrays;

/** Counts durations in steps of at most 3 %, which is all that a percentile needs. */
public final class Histogram {
  private static final int SUB_BITS = 5;
  private static final int STEPS = 1 << SUB_BITS;

  private final long[] counts = new long[STEPS * 60];
  private long total;

  public void add(long nanos) {
    counts[index(nanos)]++;
    total++;
  }

  public void add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  /** The duration that this share of all stayed under, in microseconds. */
  public long micros(double share) {
    long rank = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && total > 0) {
        return value(i) / 1000;
      }
    }
    return 0;
  }

  void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  private static int index(long nanos) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - SUB_BITS);
    return shift * STEPS + (int) (nanos >>> shift);
  }

  private static long value(int index) {
    int shift = Math.max(0, index / STEPS - 1);
    return (long) (index - shift * STEPS + 1) << shift;
  }
}
