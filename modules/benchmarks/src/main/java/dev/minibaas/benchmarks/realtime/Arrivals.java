package dev.minibaas.benchmarks.realtime;

import dev.minibaas.benchmarks.http.Histogram;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/** How long changes took to come, by their numbers: from just before their commit. */
final class Arrivals {
  private static final String NUMBER = "\"n\":";

  private final AtomicLongArray committed;
  private final Histogram[] slices;
  private final long[] most;
  private volatile long came;

  /**
   * @param changes how many there will be, counted from 0
   * @param slices equal parts of the changes, each with a distribution of its own
   */
  Arrivals(int changes, int slices) {
    this.committed = new AtomicLongArray(changes);
    this.slices = Stream.generate(Histogram::new).limit(slices).toArray(Histogram[]::new);
    this.most = new long[slices];
  }

  /** They are about to be committed. */
  void committing(int from, int until) {
    long now = System.nanoTime();
    for (int n = from; n < until; n++) {
      committed.set(n, now);
    }
  }

  /** One came; told on one thread. */
  void came(String text, long nanos) {
    int n = number(text);
    int slice = (int) ((long) n * slices.length / committed.length());
    long took = nanos - committed.get(n);
    slices[slice].add(took);
    most[slice] = Math.max(most[slice], took);
    came = came + 1;
  }

  private static int number(String text) {
    int at = text.indexOf(NUMBER);
    if (at < 0) {
      throw new IllegalStateException("no number in " + text);
    }
    int n = 0;
    for (int i = at + NUMBER.length(); Character.isDigit(text.charAt(i)); i++) {
      n = n * 10 + text.charAt(i) - '0';
    }
    return n;
  }

  /** How many came so far, to all subscribers together. */
  long came() {
    return came;
  }

  /** The time that this share of a slice stayed under, in milliseconds. */
  double millis(int slice, double share) {
    return slices[slice].micros(share) / 1000.0;
  }

  /** The longest of a slice, in milliseconds. */
  double mostMillis(int slice) {
    return most[slice] / 1e6;
  }
}
