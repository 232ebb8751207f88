package dev.minibaas.acceptance.realtime;

import java.util.concurrent.TimeUnit;

/** Waits for what must come to be; whether it has is looked at afterwards. */
final class Patience {
  private static final long MOST_SECONDS = 120;

  private Patience() {}

  /** A condition of the servers under test. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.holds() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
  }
}
