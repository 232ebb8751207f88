package dev.minibaas.realtime.cluster;

import dev.minibaas.realtime.postgres.TellAgain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a source has told and the log doesn't have yet: bounded, the source waits. If the log is
 * lost, so is this, and the source has to tell again.
 */
final class Backlog {
  private static final String LOST = "Redis has lost the log";
  private static final String CLOSED = "the log is closed";
  private static final int MOST_BYTES = 8 << 20;
  private static final int BATCH_BYTES = 256 << 10;
  private static final int BATCH = 500;

  /** Places that are reached come often; between two of them, at least. */
  private static final long BETWEEN_REACHED = TimeUnit.MILLISECONDS.toNanos(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Told> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean lost;
  private boolean closed;

  /** The latest place that was reached after all that is waiting, if it is still to be told. */
  private Told.@Nullable Reached reached;

  private long lastTaken = System.nanoTime() - BETWEEN_REACHED;

  /**
   * Waits for room.
   *
   * @throws TellAgain if the log is lost; unless a source begins, which is what it is thrown for
   */
  void add(Told told) {
    lock.lock();
    try {
      while (bytes >= MOST_BYTES && !lost && !closed) {
        changed.await();
      }
      refuseIfLost(told);
      if (told instanceof Told.Reached place) {
        reached = place;
      } else {
        if (told instanceof Told.Begun && reached != null) {
          // a source goes on from there: without it the log would see a hole before the beginning
          append(reached);
        }
        reached = null;
        append(told);
      }
      changed.signalAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TellAgain("interrupted");
    } finally {
      lock.unlock();
    }
  }

  private void append(Told told) {
    waiting.addLast(told);
    bytes += told.size();
  }

  private void refuseIfLost(Told told) {
    if (closed) {
      throw new TellAgain(CLOSED);
    }
    boolean refused = lost && !(told instanceof Told.Begun);
    lost = false;
    if (refused) {
      throw new TellAgain(LOST);
    }
  }

  /**
   * The log is lost; what is waiting is dropped, except that a source begins. Another one is told
   * when it next tells.
   */
  void lose() {
    lock.lock();
    try {
      List<Told> begins = waiting.stream().filter(Told.Begun.class::isInstance).toList();
      drop();
      begins.forEach(this::append);
      lost = begins.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    waiting.clear();
    reached = null;
    bytes = 0;
    changed.signalAll();
  }

  /** What comes next: a beginning alone, or some of the rest. Waits for it; empty when closed. */
  List<Told> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        if (!waiting.isEmpty()) {
          return batch();
        }
        long wait = lastTaken + BETWEEN_REACHED - System.nanoTime();
        if (reached == null) {
          changed.await();
        } else if (wait > 0) {
          changed.awaitNanos(wait);
        } else {
          Told.Reached place = reached;
          reached = null;
          lastTaken = System.nanoTime();
          return List.of(place);
        }
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private List<Told> batch() {
    List<Told> batch = new ArrayList<>();
    int size = 0;
    while (!waiting.isEmpty() && batch.size() < BATCH && size < BATCH_BYTES) {
      boolean begins = waiting.getFirst() instanceof Told.Begun;
      if (begins && !batch.isEmpty()) {
        break;
      }
      Told next = waiting.removeFirst();
      size += next.size();
      batch.add(next);
      if (begins) {
        break;
      }
    }
    bytes -= size;
    lastTaken = System.nanoTime();
    changed.signalAll();
    return batch;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      giveUp(waiting);
      drop();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any longer for what would have been answered. */
  static void giveUp(Collection<Told> all) {
    for (Told told : all) {
      if (told instanceof Told.Begun begun) {
        begun.where().completeExceptionally(new TellAgain(CLOSED));
      }
    }
  }
}
