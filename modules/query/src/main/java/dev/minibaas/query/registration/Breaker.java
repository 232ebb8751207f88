package dev.minibaas.query.registration;

import java.time.Clock;
import java.time.Duration;

/**
 * Leaves alone what failed several times in a row, for a while; then tries it again, and trusts it
 * after some successes.
 */
public final class Breaker {
  private final int failuresToOpen;
  private final int successesToClose;
  private final Duration pause;
  private final Clock clock;

  private int failures;
  private int successes;
  private boolean isOpen;
  private long openUntil;

  public Breaker(int failuresToOpen, int successesToClose, Duration pause, Clock clock) {
    this.failuresToOpen = failuresToOpen;
    this.successesToClose = successesToClose;
    this.pause = pause;
    this.clock = clock;
  }

  /** Whether a call may be made now. */
  public synchronized boolean permits() {
    return !isOpen || clock.millis() >= openUntil;
  }

  /** Answers whether this closed it. */
  public synchronized boolean succeeded() {
    failures = 0;
    if (isOpen && ++successes >= successesToClose) {
      isOpen = false;
      return true;
    }
    return false;
  }

  /** Answers whether this opened it. */
  public synchronized boolean failed() {
    successes = 0;
    if (isOpen || ++failures >= failuresToOpen) {
      boolean opened = !isOpen;
      isOpen = true;
      openUntil = clock.millis() + pause.toMillis();
      return opened;
    }
    return false;
  }
}
