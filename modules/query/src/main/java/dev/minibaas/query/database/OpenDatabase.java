package dev.minibaas.query.database;

import dev.minibaas.engines.Engine;
import dev.minibaas.query.registration.Breaker;
import java.time.Duration;

/** An engine and the calls that use it: it is closed when the last of them has ended. */
final class OpenDatabase {
  private final Engine engine;
  private final long revision;
  private final Breaker breaker;

  private int calls;
  private long lastUse = System.nanoTime();
  private boolean isClosed;

  OpenDatabase(Engine engine, long revision, Breaker breaker) {
    this.engine = engine;
    this.revision = revision;
    this.breaker = breaker;
  }

  Engine engine() {
    return engine;
  }

  long revision() {
    return revision;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Answers false when it is closed. */
  synchronized boolean acquire() {
    if (isClosed) {
      return false;
    }
    calls++;
    return true;
  }

  void release() {
    boolean isLast;
    synchronized (this) {
      calls--;
      lastUse = System.nanoTime();
      isLast = isClosed && calls == 0;
    }
    if (isLast) {
      engine.close();
    }
  }

  synchronized long lastUse() {
    return lastUse;
  }

  synchronized boolean isInUse() {
    return calls > 0;
  }

  synchronized boolean hasRested(Duration idle) {
    return calls == 0 && System.nanoTime() - lastUse >= idle.toNanos();
  }

  /** Takes no more calls. */
  void close() {
    boolean isLast;
    synchronized (this) {
      isLast = !isClosed && calls == 0;
      isClosed = true;
    }
    if (isLast) {
      engine.close();
    }
  }
}
