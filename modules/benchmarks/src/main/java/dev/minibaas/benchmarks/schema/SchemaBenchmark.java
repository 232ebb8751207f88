package dev.minibaas.benchmarks.schema;

import dev.minibaas.benchmarks.BenchTable;
import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.benchmarks.http.LoadGenerator;
import dev.minibaas.benchmarks.http.Target;
import dev.minibaas.benchmarks.load.Scenario;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.machine.ProcessLog;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A platform on a large schema: how long it takes to know it when it starts, and whether anybody
 * who reads meanwhile notices that it is read again.
 */
public final class SchemaBenchmark {
  private static final int CONNECTIONS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final long MOST_MILLIS = 2000;

  private final Stack stack;
  private final ProcessLog log;
  private final int reloads;

  private SchemaBenchmark(Stack stack, int reloads) throws IOException {
    this.stack = stack;
    this.log = ProcessLog.ofOutput(Listener.pid(stack.port()).orElseThrow());
    this.reloads = reloads;
  }

  public static void run() throws Exception {
    Settings settings = Settings.ofEnvironment();
    int reloads = settings.integer("BENCH_RELOADS", 20, 1, 10_000);
    settings.check();
    try (var own = new OwnStack()) {
      try (Connection superuser = own.start().database().connect()) {
        System.out.printf(
            "making %d tables, %d views, %d functions%n",
            BigSchema.TABLES, BigSchema.VIEWS, BigSchema.FUNCTIONS);
        BenchTable.create(superuser);
        BigSchema.create(superuser);
      }
      own.stop();
      var benchmark = new SchemaBenchmark(own.start(), reloads);
      print("load at the start of the server", benchmark.awaitLoad(0));
      benchmark.reloadUnderLoad();
    }
  }

  private void reloadUnderLoad() throws Exception {
    Target platform =
        Target.of("platform", stack.baseUrl(), "/rest/v1", Map.of("apikey", stack.anonKey()))
            .as(BenchUser.token(stack.jwtSecret(), "a session of the benchmark"));
    Supplier<byte[]> reads = LoadGenerator.anyOf(Scenario.GET_ONE.requests(platform));
    List<CacheLoad> loads = new ArrayList<>();
    CompletableFuture<Void> notifying = CompletableFuture.runAsync(() -> notifyOften(loads));
    LoadGenerator.Window seen =
        LoadGenerator.run(platform, reads, CONNECTIONS, () -> !notifying.isDone());
    notifying.join();
    print("reload under load", loads);
    System.out.printf(
        Locale.ROOT,
        "meanwhile %d reads over %d connections: %d failed, p50 %.1f ms, p99 %.1f ms,"
            + " the slowest %.1f ms (bar: none fails): %s%n",
        seen.answers(),
        CONNECTIONS,
        seen.failures(),
        seen.latencies().micros(0.5) / 1000.0,
        seen.latencies().micros(0.99) / 1000.0,
        seen.latencies().micros(1) / 1000.0,
        seen.failures() == 0 ? "met" : "MISSED, first with " + seen.firstFailure());
  }

  private void notifyOften(List<CacheLoad> loads) {
    try (Connection superuser = stack.database().connect();
        Statement statement = superuser.createStatement()) {
      for (int i = 0; i < reloads; i++) {
        long mark = log.end();
        statement.execute("notify pgrst, 'reload schema'");
        loads.addAll(awaitLoad(mark));
        System.out.printf("  reload %d: %d ms%n", i + 1, loads.getLast().millis());
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the schema cache was not loaded again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private List<CacheLoad> awaitLoad(long mark) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<CacheLoad> loads = CacheLoad.parse(log.since(mark));
    while (loads.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(log.file() + " tells of no load of the schema cache");
      }
      Thread.sleep(BETWEEN_LOOKS);
      loads = CacheLoad.parse(log.since(mark));
    }
    return loads;
  }

  private static void print(String what, List<CacheLoad> loads) {
    CacheLoad last = loads.getLast();
    long[] millis = loads.stream().mapToLong(CacheLoad::millis).sorted().toArray();
    System.out.printf(
        "%s, %d relations and %d functions: %d to %d ms, median %d, of %d (bar: < %d): %s%n",
        what,
        last.relations(),
        last.functions(),
        millis[0],
        millis[millis.length - 1],
        millis[millis.length / 2],
        millis.length,
        MOST_MILLIS,
        millis[millis.length - 1] < MOST_MILLIS ? "met" : "MISSED");
  }
}
