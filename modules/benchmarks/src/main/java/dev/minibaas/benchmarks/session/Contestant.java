package dev.minibaas.benchmarks.session;

import dev.minibaas.benchmarks.BenchTable;
import dev.minibaas.benchmarks.machine.CpuClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** One way to read, its connections, and what it has cost so far. */
final class Contestant implements AutoCloseable {
  private final String name;
  private final boolean chained;
  private final Callable<CallerRead> opening;
  private final List<CallerRead> connections = new ArrayList<>();
  private long reads;
  private long nanos;
  private long clientMicros;
  private long databaseMicros;

  /**
   * @param chained the next read starts where the last one completed, instead of on a thread of its
   *     connection that waits for it
   */
  Contestant(String name, boolean chained, Callable<CallerRead> opening) {
    this.name = name;
    this.chained = chained;
    this.opening = opening;
  }

  void connect(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      connections.add(opening.call());
    }
  }

  void run(Duration window, CpuClock database) throws InterruptedException {
    CpuClock client = CpuClock.ofThisProcess();
    long clientStart = client.micros();
    long databaseStart = database.micros();
    long start = System.nanoTime();
    long end = start + window.toNanos();
    reads += chained ? chains(end) : threads(end);
    nanos += System.nanoTime() - start;
    clientMicros += client.micros() - clientStart;
    databaseMicros += database.micros() - databaseStart;
  }

  /** What was measured so far was the warm-up. */
  void forget() {
    reads = 0;
    nanos = 0;
    clientMicros = 0;
    databaseMicros = 0;
  }

  private long threads(long end) throws InterruptedException {
    long[] counts = new long[connections.size()];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      int own = i;
      threads.add(Thread.ofPlatform().start(() -> counts[own] = loop(connections.get(own), end)));
    }
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      threads.get(i).join();
      sum += counts[i];
    }
    return sum;
  }

  private static long loop(CallerRead connection, long end) {
    long count = 0;
    while (System.nanoTime() < end) {
      checked(connection.read(key()).toCompletableFuture().join());
      count++;
    }
    return count;
  }

  private long chains(long end) {
    List<CompletableFuture<Long>> chains = new ArrayList<>();
    for (CallerRead connection : connections) {
      var done = new CompletableFuture<Long>();
      chain(connection, end, 0, done);
      chains.add(done);
    }
    return chains.stream().mapToLong(CompletableFuture::join).sum();
  }

  private static void chain(
      CallerRead connection, long end, long count, CompletableFuture<Long> done) {
    if (System.nanoTime() >= end) {
      done.complete(count);
      return;
    }
    connection
        .read(key())
        .whenComplete((body, failure) -> {
          if (failure != null) {
            done.completeExceptionally(failure);
          } else {
            checked(body);
            chain(connection, end, count + 1, done);
          }
        });
  }

  private static int key() {
    return ThreadLocalRandom.current().nextInt(1, BenchTable.OWN_ROWS + 1);
  }

  private static void checked(String body) {
    if (!body.startsWith("[{")) {
      throw new IllegalStateException("a read found no row: " + body);
    }
  }

  String figures() {
    return "%-36s %10.0f %14.1f %14.1f %10.1f"
        .formatted(
            name,
            reads * 1e9 / nanos,
            (double) clientMicros / reads,
            (double) databaseMicros / reads,
            (double) (clientMicros + databaseMicros) / reads);
  }

  @Override
  public void close() {
    connections.forEach(CallerRead::close);
  }
}
