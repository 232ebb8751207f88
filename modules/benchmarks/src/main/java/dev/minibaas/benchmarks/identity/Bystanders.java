package dev.minibaas.benchmarks.identity;

import dev.minibaas.benchmarks.http.Histogram;
import dev.minibaas.benchmarks.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients of other services: each asks for one thing a hundred times a second. */
final class Bystanders implements AutoCloseable {
  private static final List<String> PATHS =
      List.of("/auth/v1/user", "/auth/v1/settings", "/rest/v1/users");
  private static final long PAUSE_NANOS = 10_000_000;

  private final String accessToken;
  private final Map<String, AuthConnection> connections = new LinkedHashMap<>();
  private Map<String, Histogram> times = new LinkedHashMap<>();

  Bystanders(Stack stack, String accessToken) throws IOException {
    this.accessToken = accessToken;
    for (String path : PATHS) {
      connections.put(path, new AuthConnection(stack));
    }
    clear();
  }

  /** What else happens meanwhile. */
  @FunctionalInterface
  interface Event {
    void run() throws IOException;
  }

  void watch(Duration window) throws IOException {
    during(() -> {
      try {
        Thread.sleep(window);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** They ask until the event is over. */
  void during(Event event) throws IOException {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(PATHS.size())) {
      List<Future<Void>> clients = new ArrayList<>();
      try {
        connections.forEach(
            (path, connection) -> clients.add(threads.submit(client(path, connection, over))));
        event.run();
      } finally {
        over.set(true);
      }
      for (Future<Void> client : clients) {
        await(client);
      }
    }
  }

  private Callable<Void> client(String path, AuthConnection connection, AtomicBoolean over) {
    Histogram mine = times.computeIfAbsent(path, unasked -> new Histogram());
    return () -> {
      while (!over.get()) {
        long start = System.nanoTime();
        AuthConnection.Answer answer = connection.get(path, accessToken);
        long took = System.nanoTime() - start;
        if (answer.status() != 200) {
          throw new IllegalStateException(path + " answered " + answer.status());
        }
        mine.add(took);
        Thread.sleep(Duration.ofNanos(Math.max(0, PAUSE_NANOS - took)));
      }
      return null;
    };
  }

  private static void await(Future<Void> client) {
    try {
      client.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  Map<String, Histogram> times() {
    return times;
  }

  /** Forgets what was measured. */
  void clear() {
    times = new LinkedHashMap<>();
  }

  @Override
  public void close() throws IOException {
    for (AuthConnection connection : connections.values()) {
      connection.close();
    }
  }
}
