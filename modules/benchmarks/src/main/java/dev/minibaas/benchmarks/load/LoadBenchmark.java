package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.BenchTable;
import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.benchmarks.http.LoadGenerator;
import dev.minibaas.benchmarks.http.Target;
import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Whole requests through the gateway's port, in turns with pgbench sending PostgreSQL the same
 * statements, and with a peer when there is one. All run on this machine.
 */
public final class LoadBenchmark {
  private final LoadConfig config;
  private final Stack stack;
  private final Connection superuser;
  private final CpuClock postgresql;
  private final Results results = new Results();

  private LoadBenchmark(LoadConfig config, Stack stack, Connection superuser) {
    this.config = config;
    this.stack = stack;
    this.superuser = superuser;
    this.postgresql = CpuClock.ofFamily(pid("PostgreSQL", stack.database().port()));
  }

  /** Uses the platform that the environment names, or starts one of its own. */
  public static void run() throws Exception {
    Settings settings = Settings.ofEnvironment();
    LoadConfig config = LoadConfig.from(settings);
    if (settings.textOrNull("BASE_URL") != null) {
      run(config, Stack.from(settings));
      return;
    }
    try (var own = new OwnStack()) {
      run(config, own.start());
    }
  }

  private static void run(LoadConfig config, Stack stack) throws Exception {
    try (Connection superuser = stack.database().connect()) {
      ScenarioTables.create(superuser);
      try {
        new LoadBenchmark(config, stack, superuser).all();
      } finally {
        ScenarioTables.drop(superuser);
      }
    }
  }

  private void all() throws Exception {
    Duration warmUp = config.warmUp();
    for (Scenario scenario : config.scenarios()) {
      compare(scenario, warmUp);
      warmUp = config.warmUp().dividedBy(3);
    }
    results.print();
    Bar.print(results);
  }

  private void compare(Scenario scenario, Duration warmUp) throws Exception {
    System.out.printf(
        "%n%s: warm-up %d s, then %d turns of %d s for each number of connections%n",
        scenario.name(), warmUp.toSeconds(), config.rounds(), config.window().toSeconds());
    List<Contender> contenders = contenders(scenario);
    int most = config.connections().stream().max(Integer::compare).orElseThrow();
    for (Contender contender : contenders) {
      boolean ours = contender.name().equals(Results.PLATFORM);
      contender.warmUp(ours ? warmUp : config.window(), most);
    }
    for (int connections : config.connections()) {
      System.out.printf(" %d connections%n", connections);
      takeTurns(contenders, connections);
      results.add(
          scenario.name(),
          contenders.stream().map(contender -> contender.figures(connections)).toList());
    }
  }

  private List<Contender> contenders(Scenario scenario) throws Exception {
    Target platform = platform();
    awaitAnswer(platform, scenario);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(http(platform, scenario, pid("the platform", stack.port())));
    contenders.add(pgbench(platform, scenario));
    URI peer = config.peer();
    if (peer != null) {
      Target target = Target.of("peer", peer, "", Map.of()).as(token());
      awaitAnswer(target, scenario);
      contenders.add(http(target, scenario, pid("the peer", target.port())));
    }
    return contenders;
  }

  private void takeTurns(List<Contender> contenders, int connections)
      throws IOException, SQLException {
    for (int round = 0; round < config.rounds(); round++) {
      for (Contender contender : contenders) {
        ScenarioTables.refresh(superuser);
        contender.run(config.window(), connections);
      }
    }
  }

  private Contender http(Target target, Scenario scenario, long pid) {
    List<byte[]> requests = scenario.requests(target);
    CpuClock self = CpuClock.ofThisProcess();
    return new Contender(
        target.name(),
        (window, connections) -> {
          long start = self.micros();
          LoadGenerator.Window seen = LoadGenerator.run(target, requests, connections, window);
          seen.requireNoFailures(target.name());
          return new Contender.Result(
              seen.perSecond(), seen.answers(), seen.latencies(), self.micros() - start);
        },
        CpuClock.of(pid),
        postgresql);
  }

  private Contender pgbench(Target platform, Scenario scenario) throws Exception {
    byte[] request = scenario.sampleCall().bytes(platform);
    List<Captured> statements =
        new StatementCapture(stack.database()).of(() -> LoadGenerator.once(platform, request));
    System.out.println("pgbench sends, as the platform does:");
    statements.forEach(statement -> System.out.println("  " + statement.text()));
    Pgbench pgbench = Pgbench.of(stack.database(), statements, scenario.sample(), scenario.keys());
    return new Contender(
        Results.PGBENCH,
        (window, connections) -> {
          Pgbench.Window seen = pgbench.run(window, connections);
          return new Contender.Result(
              seen.perSecond(), seen.transactions(), seen.latencies(), seen.cpuMicros());
        },
        () -> 0,
        postgresql);
  }

  private Target platform() {
    return Target.of(
            Results.PLATFORM, stack.baseUrl(), "/rest/v1", Map.of("apikey", stack.anonKey()))
        .as(token());
  }

  private String token() {
    return BenchUser.token(stack.jwtSecret(), "a session of the benchmark");
  }

  /** Nobody else's row may be seen. */
  private static void awaitAnswer(Target target, Scenario scenario) throws Exception {
    scenario.await(target);
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
