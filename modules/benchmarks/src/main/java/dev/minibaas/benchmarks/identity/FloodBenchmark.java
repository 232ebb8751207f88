package dev.minibaas.benchmarks.identity;

import dev.minibaas.benchmarks.http.Histogram;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Others' calls while 1,000 wrong passwords come in at the same moment, each on a connection of its
 * own: the 99th percentile of their times, beside that on the idle server.
 */
public final class FloodBenchmark {
  private static final int PASSWORDS = 1000;
  private static final int FLOODS = 5;
  private static final double BAR = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofSeconds(15);

  private final Stack stack;
  private final String accessToken;

  private FloodBenchmark(Stack stack, String accessToken) {
    this.stack = stack;
    this.accessToken = accessToken;
  }

  /** Uses the platform that the environment names, or starts one of its own. */
  public static void run() throws IOException {
    Map<String, String> environment = System.getenv();
    if (environment.containsKey("BASE_URL")) {
      measure(Stack.from(Settings.of(environment)));
      return;
    }
    try (OwnStack own = new OwnStack()) {
      measure(own.start());
    }
  }

  private static void measure(Stack stack) throws IOException {
    String credentials = Accounts.signUp(stack, 1).get(0).credentials();
    try (AuthConnection connection = new AuthConnection(stack)) {
      String token =
          connection.post("/auth/v1/token?grant_type=password", credentials).accessToken();
      new FloodBenchmark(stack, token).measure();
    }
  }

  private void measure() throws IOException {
    try (Bystanders bystanders = new Bystanders(stack, accessToken)) {
      bystanders.watch(WARM_UP);
      flood();
      bystanders.clear();
      bystanders.watch(IDLE);
      Map<String, Histogram> idle = bystanders.times();
      bystanders.clear();
      Map<Integer, Integer> statuses = new TreeMap<>();
      double seconds = 0;
      for (int i = 0; i < FLOODS; i++) {
        long start = System.nanoTime();
        bystanders.during(
            () -> flood().forEach((status, n) -> statuses.merge(status, n, Integer::sum)));
        seconds += (System.nanoTime() - start) / 1e9;
      }
      System.out.printf(
          "%d floods of %d wrong passwords, %.1f s each; answers by status: %s%n",
          FLOODS, PASSWORDS, seconds / FLOODS, statuses);
      print(idle, bystanders.times());
    }
  }

  private static void print(Map<String, Histogram> idle, Map<String, Histogram> flooded) {
    System.out.printf("%-18s %10s %10s %10s %10s%n", "ms", "idle p50", "idle p99", "p50", "p99");
    idle.forEach((path, quiet) -> {
      Histogram loud = flooded.getOrDefault(path, new Histogram());
      double before = quiet.micros(0.99) / 1000.0;
      double after = loud.micros(0.99) / 1000.0;
      System.out.printf(
          "%-18s %10.2f %10.2f %10.2f %10.2f   %.2f times   (bar under %.0f: %s)%n",
          path,
          quiet.micros(0.5) / 1000.0,
          before,
          loud.micros(0.5) / 1000.0,
          after,
          after / before,
          BAR,
          after < BAR * before ? "met" : "MISSED");
    });
  }

  /** Returns with the last answer: how many there were of each status. */
  private Map<Integer, Integer> flood() throws IOException {
    List<AuthConnection> connections = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    Map<Integer, Integer> statuses = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < PASSWORDS; i++) {
        AuthConnection connection = new AuthConnection(stack);
        connections.add(connection);
        answers.add(threads.submit(guess(connection, i, start)));
      }
      start.countDown();
      for (Future<Integer> answer : answers) {
        statuses.merge(status(answer), 1, Integer::sum);
      }
    } finally {
      for (AuthConnection connection : connections) {
        connection.close();
      }
    }
    return statuses;
  }

  private static Callable<Integer> guess(AuthConnection connection, int i, CountDownLatch start) {
    String guess = "{\"email\":\"nobody-%d@example.com\",\"password\":\"a guess\"}".formatted(i);
    return () -> {
      start.await();
      return connection.post("/auth/v1/token?grant_type=password", guess).status();
    };
  }

  private static int status(Future<Integer> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call without an answer: " + e.getCause(), e);
    }
  }
}
