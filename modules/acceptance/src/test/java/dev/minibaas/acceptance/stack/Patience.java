package dev.minibaas.acceptance.stack;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what happens soon after a call has been answered. */
public final class Patience {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int PAUSE_MILLIS = 100;

  private Patience() {}

  /** Returns when it holds; after two minutes it fails. */
  public static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("it doesn't happen");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
