package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.BenchTable;
import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Whole requests through the gateway's port, in turns with pgbench sending PostgreSQL the same
 * statements, and with a peer when there is one. All run on this machine.
 */
public final class LoadBenchmark {
  private static final int DIFFERENT_REQUESTS = 4096;
  private static final int CAPTURED_KEY = 31_415;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double AIM = 0.20;

  private final LoadConfig config;
  private final Stack stack;
  private final CpuClock postgresql;

  private LoadBenchmark(LoadConfig config, Stack stack) {
    this.config = config;
    this.stack = stack;
    this.postgresql = CpuClock.ofFamily(pid("PostgreSQL", stack.database().port()));
  }

  /** Uses the platform that the environment names, or starts one of its own. */
  public static void run() throws Exception {
    Settings settings = Settings.ofEnvironment();
    LoadConfig config = LoadConfig.from(settings);
    if (settings.textOrNull("BASE_URL") != null) {
      new LoadBenchmark(config, Stack.from(settings)).all();
      return;
    }
    try (var own = new OwnStack()) {
      new LoadBenchmark(config, own.start()).all();
    }
  }

  private void all() throws Exception {
    try (Connection superuser = stack.database().connect()) {
      BenchTable.create(superuser);
    }
    try {
      for (Scenario scenario : config.scenarios()) {
        compare(scenario);
      }
    } finally {
      try (Connection superuser = stack.database().connect()) {
        BenchTable.drop(superuser);
      }
    }
  }

  private void compare(Scenario scenario) throws Exception {
    System.out.printf(
        "%n%s: %d connections, warm-up %d s, %d turns of %d s%n",
        scenario.name(),
        config.connections(),
        config.warmUp().toSeconds(),
        config.rounds(),
        config.window().toSeconds());
    Target platform = platform();
    awaitAnswer(platform, scenario);
    Contender ours = http(platform, scenario, pid("the platform", stack.port()));
    Contender pgbench = pgbench(platform, scenario);
    List<Contender> contenders = new ArrayList<>(List.of(ours, pgbench));
    URI peer = config.peer();
    if (peer != null) {
      Target target = Target.of("peer", peer, "", Map.of("Authorization", bearer()));
      awaitAnswer(target, scenario);
      contenders.add(http(target, scenario, pid("the peer", target.port())));
    }
    takeTurns(contenders);
    System.out.println(Contender.header());
    contenders.forEach(contender -> System.out.println(contender.figures()));
    double ratio = ours.perSecond() / pgbench.perSecond();
    System.out.printf(
        Locale.ROOT,
        "ratio to pgbench: %.3f%s%n",
        ratio,
        scenario == Scenario.GET_ONE ? "   (aim %.2f)".formatted(AIM) : "");
  }

  private void takeTurns(List<Contender> contenders) throws IOException {
    for (Contender contender : contenders) {
      contender.warmUp(config.warmUp());
    }
    for (int round = 0; round < config.rounds(); round++) {
      for (Contender contender : contenders) {
        contender.run(config.window());
      }
    }
  }

  private Contender http(Target target, Scenario scenario, long pid) {
    List<byte[]> requests =
        IntStream.range(0, DIFFERENT_REQUESTS)
            .mapToObj(i -> 1 + (int) ((long) i * scenario.keys() / DIFFERENT_REQUESTS))
            .map(key -> scenario.call().apply(key).bytes(target))
            .toList();
    CpuClock self = CpuClock.ofThisProcess();
    return new Contender(
        target.name(),
        window -> {
          long start = self.micros();
          LoadGenerator.Window seen =
              LoadGenerator.run(target, requests, config.connections(), window);
          requireNoFailures(target, seen);
          return new Contender.Result(
              seen.perSecond(),
              seen.answers(),
              seen.latencies().micros(0.5),
              seen.latencies().micros(0.99),
              self.micros() - start);
        },
        CpuClock.of(pid),
        postgresql);
  }

  /** Refusing is quicker than answering: its speed must not count. */
  private static void requireNoFailures(Target target, LoadGenerator.Window seen) {
    if (seen.failures() > 0) {
      throw new IllegalStateException(
          "%s refused %d of %d requests, the first with %s"
              .formatted(target.name(), seen.failures(), seen.answers(), seen.firstFailure()));
    }
  }

  private Contender pgbench(Target platform, Scenario scenario) throws Exception {
    byte[] request = scenario.call().apply(CAPTURED_KEY).bytes(platform);
    List<Captured> statements =
        new StatementCapture(stack.database()).of(() -> LoadGenerator.once(platform, request));
    System.out.println("pgbench sends, as the platform does:");
    statements.forEach(statement -> System.out.println("  " + statement.text()));
    Pgbench pgbench = Pgbench.of(stack.database(), statements, CAPTURED_KEY, scenario.keys());
    return new Contender(
        "pgbench",
        window -> {
          Pgbench.Window seen = pgbench.run(window, config.connections());
          return new Contender.Result(
              seen.perSecond(), seen.transactions(), 0, 0, seen.cpuMicros());
        },
        () -> 0,
        postgresql);
  }

  private Target platform() {
    return Target.of(
        "platform",
        stack.baseUrl(),
        "/rest/v1",
        Map.of("apikey", stack.anonKey(), "Authorization", bearer()));
  }

  private String bearer() {
    return "Bearer " + BenchUser.token(stack.jwtSecret(), "a session of the benchmark");
  }

  /** Until the schema cache knows the table; and then nobody else's row may be seen. */
  private static void awaitAnswer(Target target, Scenario scenario) throws Exception {
    byte[] request = scenario.call().apply(CAPTURED_KEY).bytes(target);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String answer = LoadGenerator.once(target, request);
    while (!answer.contains("\r\n\r\n" + scenario.expected())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(target.name() + " answers " + answer);
      }
      Thread.sleep(500);
      answer = LoadGenerator.once(target, request);
    }
    byte[] foreign = Scenario.GET_ONE.call().apply(BenchTable.OWN_ROWS + 1).bytes(target);
    String nothing = LoadGenerator.once(target, foreign);
    if (!nothing.contains("[]")) {
      throw new IllegalStateException("row-level security is not on: " + nothing);
    }
  }

  private static long pid(String what, int port) {
    OptionalLong pid = Listener.pid(port);
    return pid.orElseThrow(() ->
        new IllegalStateException(
            "%s at port %d must run on this machine, to be measured".formatted(what, port)));
  }
}
