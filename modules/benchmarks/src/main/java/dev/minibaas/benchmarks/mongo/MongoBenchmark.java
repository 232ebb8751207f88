package dev.minibaas.benchmarks.mongo;

import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.benchmarks.bare.BareServer;
import dev.minibaas.benchmarks.http.Call;
import dev.minibaas.benchmarks.http.LoadGenerator;
import dev.minibaas.benchmarks.http.Target;
import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One document by its id, through the gateway's port with a token, in turns with a bare servlet
 * that makes the same call of the driver. What counts is the processor time of the two servers.
 */
public final class MongoBenchmark {
  static final String DATABASE = "mini_baas";
  static final String COLLECTION = "bench";

  private static final double BAR = 0.70;
  private static final int DOCUMENTS = 500;
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{24})\"");

  private MongoBenchmark() {}

  /** One side: what is asked, and whose time is counted. */
  private static final class Side {
    private final Target target;
    private final List<byte[]> requests;
    private final CpuClock clock;
    private long micros;
    private long answers;

    Side(Target target, List<Call> calls, long pid) {
      this.target = target;
      this.requests = calls.stream().map(call -> call.bytes(target)).toList();
      this.clock = CpuClock.of(pid);
    }

    double run(int connections, Duration window, boolean counts) throws Exception {
      long start = clock.micros();
      LoadGenerator.Window seen = LoadGenerator.run(target, requests, connections, window);
      seen.requireNoFailures(target.name());
      if (counts) {
        micros += clock.micros() - start;
        answers += seen.answers();
      }
      return seen.perSecond();
    }

    double microsEach() {
      return (double) micros / answers;
    }
  }

  public static void run() throws Exception {
    Settings settings = Settings.ofEnvironment();
    int connections = settings.integer("BENCH_CONNECTIONS", 16, 1, 256);
    Duration warmUp = settings.seconds("BENCH_WARM_UP", 60, 1, 600);
    Duration window = settings.seconds("BENCH_WINDOW", 5, 1, 600);
    int rounds = settings.integer("BENCH_ROUNDS", 4, 1, 100);
    settings.check();
    try (var own = new OwnStack(Map.of("MONGO_DB_NAME", DATABASE))) {
      Stack stack = own.start();
      String mongoUri = Objects.requireNonNull(stack.mongoUri());
      try (var bare =
          BareServer.start(
              BareServlet.class,
              List.of("mongodb-driver-", "bson-"),
              Map.of("MONGO_URI", mongoUri))) {
        compare(stack, bare, connections, warmUp, window, rounds);
      }
    }
  }

  private static void compare(
      Stack stack, BareServer bare, int connections, Duration warmUp, Duration window, int rounds)
      throws Exception {
    Target platform =
        Target.of("platform", stack.baseUrl(), "/mongo/v1", Map.of("apikey", stack.anonKey()))
            .as(BenchUser.token(stack.jwtSecret(), "a session of the benchmark"));
    List<String> ids = documents(platform);
    Side ours =
        new Side(
            platform,
            ids.stream()
                .map(id -> Call.get("/collections/" + COLLECTION + "/documents/" + id))
                .toList(),
            Listener.pid(stack.port()).orElseThrow());
    long pid = bare.pid();
    Target other = Target.of("bare", URI.create("http://localhost:" + bare.port()), "", Map.of());
    List<Call> calls = ids.stream().map(id -> Call.get("/" + BenchUser.ID + "/" + id)).toList();
    LoadGenerator.await(other, calls.getFirst(), "");
    Side theirs = new Side(other, calls, pid);

    ours.run(connections, warmUp, false);
    theirs.run(connections, warmUp, false);
    for (int round = 0; round < rounds; round++) {
      System.out.printf(
          Locale.ROOT,
          "  platform %8.0f /s   bare %8.0f /s%n",
          ours.run(connections, window, true),
          theirs.run(connections, window, true));
    }
    double ratio = theirs.microsEach() / ours.microsEach();
    System.out.printf(
        Locale.ROOT,
        "get one document, %d connections: platform %.0f µs of its server's CPU each, bare servlet"
            + " %.0f µs%nrequests per CPU-second, platform to bare: %.2f (bar %.2f, %s)%n",
        connections,
        ours.microsEach(),
        theirs.microsEach(),
        ratio,
        BAR,
        ratio >= BAR ? "met" : "missed");
  }

  private static List<String> documents(Target platform) throws Exception {
    StringBuilder bulk = new StringBuilder("[");
    for (int i = 0; i < DOCUMENTS; i++) {
      bulk.append(i == 0 ? "" : ",")
          .append(
              """
              {"title":"Task number %d","status":"open","priority":%d,"done":false,\
              "tags":["work","urgent"],"due":{"day":%d,"note":"a text of a usual length"}}\
              """
                  .formatted(i, i % 5, i % 28));
    }
    String path = "/collections/" + COLLECTION + "/documents";
    String answer =
        LoadGenerator.once(platform, Call.post(path, bulk.append(']').toString()).bytes(platform));
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(answer);
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    if (ids.size() != DOCUMENTS) {
      throw new IllegalStateException("the documents can't be made: " + answer);
    }
    return ids;
  }
}
