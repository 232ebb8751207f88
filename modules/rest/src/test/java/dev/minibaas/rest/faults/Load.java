package dev.minibaas.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Requests from several threads, until it is closed; what was wrong with one is kept. */
final class Load implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger right = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /** What came of one request. */
  enum Outcome {
    RIGHT,
    /** An error that is documented for the case. */
    REFUSED
  }

  /** An outcome; or, as an exception, what is wrong. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Wrong(String what) {
      super(what);
    }
  }

  /**
   * @param request by the number of requests that its thread made before
   */
  Load with(int count, IntFunction<Outcome> request) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().daemon().start(() -> run(request)));
    }
    return this;
  }

  private void run(IntFunction<Outcome> request) {
    for (int number = 0; !ended; number++) {
      try {
        AtomicInteger count = request.apply(number) == Outcome.RIGHT ? right : refused;
        count.incrementAndGet();
      } catch (RuntimeException e) {
        wrong.add(String.valueOf(e));
        return;
      }
    }
  }

  /** Waits for so many more right answers. */
  void awaitRight(int more) {
    await(right, more);
  }

  void awaitRefused(int more) {
    await(refused, more);
  }

  private void await(AtomicInteger count, int more) {
    int enough = count.get() + more;
    for (int i = 0; i < 6_000 && count.get() < enough && wrong.isEmpty(); i++) {
      pause();
    }
    assertThat(wrong).isEmpty();
    assertThat(count.get()).as("answers within a minute").isGreaterThanOrEqualTo(enough);
  }

  /** Waits for so many more answers of either kind. */
  void awaitSettled(int more) {
    int enough = right.get() + refused.get() + more;
    for (int i = 0; i < 6_000 && right.get() + refused.get() < enough && wrong.isEmpty(); i++) {
      pause();
    }
    assertThat(wrong).isEmpty();
  }

  static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  int refused() {
    return refused.get();
  }

  /** Ends the requests; fails when one of them was answered wrongly. */
  @Override
  public void close() {
    ended = true;
    for (Thread thread : threads) {
      join(thread);
    }
    assertThat(wrong).isEmpty();
  }

  private static void join(Thread thread) {
    try {
      thread.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
