package dev.minibaas.benchmarks.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads at the same work. */
final class Crew {
  private Crew() {}

  /** One worker's piece of work, repeated. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** How often in a second all workers together did their work, each its own. */
  static double perSecond(List<? extends Work> workers, Duration window) {
    long start = System.nanoTime();
    List<Callable<Long>> loops = new ArrayList<>();
    for (Work worker : workers) {
      loops.add(() -> {
        long done = 0;
        while (System.nanoTime() - start < window.toNanos()) {
          worker.run();
          done++;
        }
        return done;
      });
    }
    long sum = all(loops).stream().mapToLong(Long::longValue).sum();
    return sum * 1e9 / (System.nanoTime() - start);
  }

  static <T> List<T> all(List<Callable<T>> work) {
    try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
