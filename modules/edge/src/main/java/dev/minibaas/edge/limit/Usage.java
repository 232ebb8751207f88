package dev.minibaas.edge.limit;

/**
 * What is left for a client, counting the request at hand.
 *
 * @param remaining requests left in each window; not negative
 * @param full the last window, in order, that had nothing left; -1 when the request passes
 */
public record Usage(int[] remaining, int full) {

  /** Kong's arithmetic: the request itself is subtracted only where it counts. */
  static Usage of(int[] limits, long[] before) {
    int full = -1;
    for (int i = 0; i < limits.length; i++) {
      if (before[i] >= limits[i]) {
        full = i;
      }
    }
    int[] remaining = new int[limits.length];
    for (int i = 0; i < limits.length; i++) {
      long left = limits[i] - before[i] - (full < 0 || full == i ? 1 : 0);
      remaining[i] = (int) Math.max(0, left);
    }
    return new Usage(remaining, full);
  }
}
