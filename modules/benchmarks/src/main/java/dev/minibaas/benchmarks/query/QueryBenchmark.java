package dev.minibaas.benchmarks.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.benchmarks.http.Histogram;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.PgUrl;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of a registered PostgreSQL, by its key: through the gateway's port and the query service,
 * in turns with the same statement over the driver. One request at a time: this is about latency.
 */
public final class QueryBenchmark {
  private static final int ROWS = 10_000;
  private static final int ROUNDS = 10;
  private static final double BAR_MILLIS = 1.5;
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

  private final Stack stack;
  private final int perRound;
  private final HttpClient setUp = HttpClient.newHttpClient();

  private QueryBenchmark(Stack stack, int perRound) {
    this.stack = stack;
    this.perRound = perRound;
  }

  /** Uses the platform that the environment names, or starts one of its own. */
  public static void run() throws IOException, SQLException, InterruptedException {
    Map<String, String> environment = System.getenv();
    int perRound = Settings.of(environment).integer("BENCH_REQUESTS", 20_000, 100, 10_000_000) / 20;
    if (environment.containsKey("BASE_URL")) {
      new QueryBenchmark(Stack.from(Settings.of(environment)), perRound).measure();
      return;
    }
    Map<String, String> settings =
        Map.of(
            "DATABASE_ALLOWED_NETWORKS", "127.0.0.0/8",
            "RATE_LIMIT_QUERY_MINUTE", "1000000000",
            "RATE_LIMIT_QUERY_HOUR", "1000000000");
    try (OwnStack own = new OwnStack(settings)) {
      new QueryBenchmark(own.start(), perRound).measure();
    }
  }

  private void measure() throws IOException, SQLException, InterruptedException {
    PgUrl url = stack.database();
    try (Connection direct = url.connect()) {
      String table = table(direct);
      String path = "/query/v1/" + registered(url) + "/tables/" + table;
      try (PlainConnection service = new PlainConnection(stack, token());
          PreparedStatement statement =
              direct.prepareStatement("select id, name from " + table + " where id = ?")) {
        Histogram driver = new Histogram();
        Histogram through = new Histogram();
        for (int round = -1; round < ROUNDS; round++) {
          Histogram warmUp = new Histogram();
          byDriver(statement, round < 0 ? warmUp : driver, round < 0 ? perRound * 3 : perRound);
          byService(
              service, path, round < 0 ? warmUp : through, round < 0 ? perRound * 3 : perRound);
        }
        print(driver, through);
      } finally {
        run(direct, "drop table " + table);
      }
    }
  }

  private static String table(Connection direct) throws SQLException {
    String table = "bench_query_" + UUID.randomUUID().toString().substring(0, 8);
    run(
        direct,
        "create table %1$s (id int primary key, name text); insert into %1$s select i, 'row ' || i"
                .formatted(table)
            + " from generate_series(1, "
            + ROWS
            + ") i; analyze "
            + table);
    return table;
  }

  private static void run(Connection direct, String sql) throws SQLException {
    try (Statement statement = direct.createStatement()) {
      statement.execute(sql);
    }
  }

  private @org.jspecify.annotations.Nullable String token;

  private String token() throws IOException, InterruptedException {
    String known = token;
    if (known == null) {
      String mail = "bench-" + UUID.randomUUID() + "@example.com";
      String body =
          post(
              "/auth/v1/signup",
              "{\"email\":\"%s\",\"password\":\"TestPass123!\"}".formatted(mail),
              stack.anonKey());
      known = found(TOKEN, body);
      token = known;
    }
    return known;
  }

  private String registered(PgUrl url) throws IOException, InterruptedException {
    String body =
        post(
            "/admin/v1/databases",
            "{\"engine\":\"postgresql\",\"name\":\"bench\",\"connection_string\":\"%s\"}"
                .formatted(
                    "postgresql://%s:%s@%s:%d%s"
                        .formatted(
                            url.user(), url.password(), address(url), url.port(), url.path())),
            token());
    return found(ID, body);
  }

  /** The registry is shown an address, so that this needs one allowed network. */
  private static String address(PgUrl url) {
    return url.host().equals("localhost") ? "127.0.0.1" : url.host();
  }

  private String post(String path, String body, String bearer)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        setUp.send(
            HttpRequest.newBuilder(URI.create(stack.baseUrl() + path))
                .header("apikey", stack.anonKey())
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString(UTF_8));
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private static String found(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    if (!matcher.find()) {
      throw new IllegalStateException("not in the answer: " + pattern + " in " + body);
    }
    return matcher.group(1);
  }

  private static void byDriver(PreparedStatement statement, Histogram times, int requests)
      throws SQLException {
    for (int i = 0; i < requests; i++) {
      int id = 1 + i % ROWS;
      long start = System.nanoTime();
      statement.setInt(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || !row.getString(2).equals("row " + id)) {
          throw new IllegalStateException("no row " + id);
        }
      }
      times.add(System.nanoTime() - start);
    }
  }

  private static void byService(PlainConnection service, String path, Histogram times, int requests)
      throws IOException {
    for (int i = 0; i < requests; i++) {
      int id = 1 + i % ROWS;
      String body = "{\"filter\":{\"id\":" + id + "}}";
      long start = System.nanoTime();
      String answer = service.post(path, body);
      times.add(System.nanoTime() - start);
      if (!answer.contains("\"row " + id + "\"")) {
        throw new IllegalStateException("no row " + id + ": " + answer);
      }
    }
  }

  private static void print(Histogram driver, Histogram through) {
    double added = (through.micros(0.5) - driver.micros(0.5)) / 1000.0;
    System.out.printf("%-36s %8s %8s %8s%n", "one row, microseconds", "p50", "p95", "p99");
    print("over the driver", driver);
    print("through gateway and query service", through);
    System.out.printf(
        "added at p50: %.3f ms   (bar %.1f ms: %s)%n",
        added, BAR_MILLIS, added <= BAR_MILLIS ? "met" : "MISSED");
  }

  private static void print(String what, Histogram times) {
    System.out.printf(
        "%-36s %8d %8d %8d%n", what, times.micros(0.5), times.micros(0.95), times.micros(0.99));
  }
}
