package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one registered database: opened when needed, handed out the warmest first, closed
 * when nobody used them for the idle time. It has no thread of its own: a thousand registered
 * databases may have one each.
 */
final class Pool<C> {
  /** An unused connection is asked whether it is alive, unless it was in use this recently. */
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How connections are made, looked at and closed. */
  interface Source<C> {
    C open();

    boolean isAlive(C connection);

    void close(C connection);
  }

  private record Idle<C>(C connection, long since) {}

  private final Source<C> source;
  private final Semaphore permits;
  private final Duration wait;
  private final long idleNanos;
  private final AtomicInteger open = new AtomicInteger();

  /** The most recently used one first; also the lock. */
  private final Deque<Idle<C>> idle = new ArrayDeque<>();

  private boolean isClosed;

  Pool(Source<C> source, Limits limits) {
    this.source = source;
    this.permits = new Semaphore(limits.poolSize(), true);
    this.wait = limits.timeout();
    this.idleNanos = limits.idle().toNanos();
  }

  /** Work on a connection; it may fail in the middle. */
  <T> T with(Function<C, T> work) {
    acquire();
    try {
      C connection = take();
      boolean isUsable = false;
      try {
        T result = work.apply(connection);
        isUsable = true;
        return result;
      } catch (EngineFailure e) {
        isUsable = e.leavesConnectionUsable();
        throw e;
      } finally {
        giveBack(connection, isUsable);
      }
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    boolean acquired;
    try {
      acquired = permits.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure(Reason.BUSY, "interrupted while waiting for a connection", e);
    }
    if (!acquired) {
      throw new EngineFailure(Reason.BUSY, "all connections of this database are in use");
    }
  }

  private C take() {
    for (Idle<C> candidate = poll(); candidate != null; candidate = poll()) {
      if (System.nanoTime() - candidate.since < TRUSTED_NANOS
          || source.isAlive(candidate.connection)) {
        return candidate.connection;
      }
      close(candidate.connection);
    }
    C connection = source.open();
    open.incrementAndGet();
    return connection;
  }

  private @Nullable Idle<C> poll() {
    synchronized (idle) {
      if (isClosed) {
        throw new EngineFailure(Reason.UNREACHABLE, "the registration of the database changed");
      }
      return idle.pollFirst();
    }
  }

  private void giveBack(C connection, boolean isUsable) {
    synchronized (idle) {
      if (isUsable && !isClosed) {
        idle.addFirst(new Idle<>(connection, System.nanoTime()));
        return;
      }
    }
    close(connection);
  }

  private void close(C connection) {
    open.decrementAndGet();
    source.close(connection);
  }

  int connections() {
    return open.get();
  }

  void evictIdle() {
    List<C> old = new ArrayList<>();
    long now = System.nanoTime();
    synchronized (idle) {
      while (!idle.isEmpty() && now - idle.peekLast().since >= idleNanos) {
        old.add(idle.pollLast().connection);
      }
    }
    old.forEach(this::close);
  }

  void close() {
    List<C> all = new ArrayList<>();
    synchronized (idle) {
      isClosed = true;
      idle.forEach(each -> all.add(each.connection));
      idle.clear();
    }
    all.forEach(this::close);
  }
}
