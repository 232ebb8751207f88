package dev.minibaas.benchmarks.footprint;

import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.OwnStack;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One start of a platform, watched.
 *
 * @param pid of the Liberty JVM
 * @param toReady from that process's start until every service answers
 * @param cpu the processor time the process took until then
 * @param whole what the person who typed make start waited
 */
record Start(long pid, Duration toReady, Duration cpu, Duration whole) {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  static Start of(OwnStack stack) throws InterruptedException {
    Instant typed = Instant.now();
    CompletableFuture<Void> starting = CompletableFuture.runAsync(stack::start);
    long pid = listening(stack.port(), starting);
    var probe = new Probe(URI.create("http://localhost:" + stack.port()), stack.anonKey());
    while (!probe.allReady()) {
      look(starting);
    }
    Instant ready = Instant.now();
    long cpu = CpuClock.of(pid).micros();
    finish(starting);
    Instant born = ProcessHandle.of(pid).orElseThrow().info().startInstant().orElse(typed);
    return new Start(
        pid,
        Duration.between(born, ready),
        Duration.ofNanos(cpu * 1000),
        Duration.between(typed, Instant.now()));
  }

  private static long listening(int port, CompletableFuture<Void> starting)
      throws InterruptedException {
    OptionalLong pid = Listener.pid(port);
    while (pid.isEmpty()) {
      look(starting);
      pid = Listener.pid(port);
    }
    return pid.getAsLong();
  }

  private static void look(CompletableFuture<Void> starting) throws InterruptedException {
    if (starting.isCompletedExceptionally()) {
      finish(starting);
    }
    Thread.sleep(BETWEEN_LOOKS);
  }

  private static void finish(CompletableFuture<Void> starting) throws InterruptedException {
    try {
      starting.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the platform did not start: " + e.getCause(), e);
    }
  }
}
