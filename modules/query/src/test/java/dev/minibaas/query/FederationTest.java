package dev.minibaas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.JsonText;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.query.federation.Federation;
import dev.minibaas.query.federation.Trino;
import dev.minibaas.query.registration.Breaker;
import dev.minibaas.query.registration.Registry;
import dev.minibaas.query.registration.RegistryCalls;
import dev.minibaas.testkit.MongoExtension;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestMongo;
import jakarta.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements over registered databases on the Trino of {@code TRINO_URL}, with config/trino. */
@Tag("trino")
@EnabledIfEnvironmentVariable(named = "TRINO_URL", matches = ".+")
@ExtendWith({PostgresExtension.class, MongoExtension.class})
class FederationTest {
  private static final Caller SERVICE = Caller.ofClaims(Map.of(), Caller.SERVICE_ROLE, null);
  private static final String PASSWORD = "geheim-of-the-shop";

  private final TestDatabase database;
  private final TestRegistry registry = new TestRegistry();
  private final RegistryCalls calls =
      new RegistryCalls(
          registry.uri(),
          TestRegistry.TOKEN,
          Duration.ofSeconds(2),
          1,
          new Breaker(3, 1, Duration.ofMinutes(5), Clock.systemUTC()),
          event -> {});
  private final URI url = URI.create(System.getenv("TRINO_URL"));
  private final Trino trino = new Trino(url, Duration.ofSeconds(60), 1000);
  private final Federation federation = federation();
  private final UUID orders;
  private final UUID clients;

  FederationTest(TestDatabase database) {
    this.database = database;
    if (database.query("select 1 from pg_database where datname = 'clients'").isEmpty()) {
      database.execute("create role shop login superuser password '" + PASSWORD + "'");
      database.execute("create database clients");
      database.execute("create table public.orders (id int, client int, at timestamp(6))");
      database.execute("insert into orders values (1, 7, '2020-01-02 03:04:05.123456')");
      fillClients();
    }
    orders = registry.add("t", "postgresql", uri(database.name()), "{}");
    clients = registry.add("t", "postgresql", uri("clients"), "{}");
  }

  private void fillClients() {
    var source = new org.postgresql.ds.PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + database.port() + "/clients");
    source.setUser("shop");
    source.setPassword(PASSWORD);
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create schema shop");
      statement.execute("create table shop.clients as select 7 as id, 'Anna' as name");
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  private String uri(String name) {
    return "postgresql://shop:" + PASSWORD + "@127.0.0.1:" + database.port() + "/" + name;
  }

  /** As a process of its own has it: it knows of no catalogue. */
  private Federation federation() {
    return new Federation(
        trino,
        new Registry(calls, Duration.ZERO, 100, id -> {}, isFresh -> {}),
        new Targets(new TargetPolicy(List.of("127.0.0.0/8"), Optional.empty(), 1)));
  }

  @AfterEach
  void stop() {
    registry.remove(orders);
    registry.remove(clients);
    run("select 1");
    trino.close();
    calls.close();
    registry.close();
  }

  private static String catalog(UUID id) {
    return "db_" + id.toString().replace("-", "");
  }

  private String run(String sql, UUID... databases) {
    return run(federation, sql, databases);
  }

  private static String run(Federation federation, String sql, UUID... databases) {
    var ids = Json.createArrayBuilder();
    List.of(databases).forEach(id -> ids.add(id.toString()));
    String body =
        Json.createObjectBuilder().add("sql", sql).add("databases", ids).build().toString();
    StringBuilder out = new StringBuilder();
    JsonText.write(
        out,
        federation.run(
            SERVICE,
            JsonBody.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), 1 << 20)));
    return out.toString();
  }

  private EngineFailure failure(String sql, UUID... databases) {
    EngineFailure failure = catchThrowableOfType(EngineFailure.class, () -> run(sql, databases));
    assertThat(failure).as(sql).isNotNull();
    return failure;
  }

  @Test
  void two_databases_are_joined() {
    String sql =
        "select o.id, c.name, c.id, cast(o.at as varchar) as said, o.at from "
            + catalog(orders)
            + ".public.orders o join "
            + catalog(clients)
            + ".shop.clients c on c.id = o.client";
    assertThat(run(sql, orders, clients))
        .isEqualTo(
            "[{\"id\":1,\"name\":\"Anna\",\"id_2\":7,\"said\":\"2020-01-02 03:04:05.123456\","
                + "\"at\":\"2020-01-02 03:04:05.123456\"}]");
  }

  @Test
  void tables_are_joined_with_collections(TestMongo mongo) {
    mongo
        .database()
        .getCollection("clients")
        .insertOne(new org.bson.Document("number", 7).append("name", "Anna"));
    String name = mongo.database().getName();
    UUID documents =
        registry.add("t", "mongodb", mongo.settings().get("MONGO_URI") + "/" + name, "{}");
    String sql =
        "select c.name from %s.public.orders o join %s.%s.clients c on c.number = o.client"
            .formatted(catalog(orders), catalog(documents), name);
    try {
      assertThat(run(sql, orders, documents)).isEqualTo("[{\"name\":\"Anna\"}]");
    } finally {
      registry.remove(documents);
    }
  }

  @Test
  void a_changed_registration_makes_its_catalogue_anew() {
    String sql = "select count(*) as n from " + catalog(orders) + ".public.orders";
    assertThat(run(sql, orders)).isEqualTo("[{\"n\":1}]");
    registry.change(orders, uri("clients"), "{}");
    // not even named: whatever a statement reaches is up to date
    assertThat(failure(sql).getMessage()).contains("TABLE_NOT_FOUND");
  }

  @Test
  void a_deleted_registration_takes_its_catalogue_along() {
    String sql = "select count(*) as n from " + catalog(orders) + ".public.orders";
    run(sql, orders);
    registry.remove(orders);
    assertThat(failure(sql).getMessage()).contains("CATALOG_NOT_FOUND");
    ApiError refused = catchThrowableOfType(ApiError.class, () -> run(sql, orders));
    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void catalogues_of_an_earlier_process_are_held_against_the_registry_too() {
    String sql = "select count(*) as n from " + catalog(orders) + ".public.orders";
    run(sql, orders, clients);
    registry.change(orders, uri("clients"), "{}");
    registry.remove(clients);
    Federation restarted = federation();
    assertThat(catchThrowableOfType(EngineFailure.class, () -> run(restarted, sql)).getMessage())
        .contains("TABLE_NOT_FOUND");
    assertThat(run(restarted, "show catalogs"))
        .contains(catalog(orders))
        .doesNotContain(catalog(clients));
  }

  @Test
  void a_catalogue_that_trino_lost_is_made_again() throws Exception {
    String sql = "select count(*) as n from " + catalog(orders) + ".public.orders";
    run(sql, orders);
    ask("POST", "/v1/statement", "mini-baas-catalogs", "drop catalog " + catalog(orders));
    assertThat(run(sql, orders)).isEqualTo("[{\"n\":1}]");
  }

  /** Follows a statement to its end, as another client than the service does. */
  private String ask(String method, String path, String user, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI next = url.resolve(path);
      String answer = "";
      String how = method;
      while (next != null) {
        var request =
            HttpRequest.newBuilder(next)
                .header("X-Trino-User", user)
                .method(
                    how,
                    how.equals("POST")
                        ? HttpRequest.BodyPublishers.ofString(body)
                        : HttpRequest.BodyPublishers.noBody())
                .build();
        answer = http.send(request, BodyHandlers.ofString()).body();
        var found = java.util.regex.Pattern.compile("\"nextUri\":\"([^\"]+)\"").matcher(answer);
        next = found.find() ? URI.create(found.group(1)) : null;
        how = "GET";
      }
      return answer;
    }
  }

  @Test
  void rows_end_at_the_limit_and_trino_is_told_so() throws Exception {
    String mark = "mark_" + UUID.randomUUID().toString().replace("-", "");
    String rows =
        run("select sequential_number as " + mark + " from table(sequence(1, 99999999999))");
    // several readers hand rows on in any order
    assertThat(rows.split(mark, -1)).hasSize(1001);
    var query =
        Json.createReader(new java.io.StringReader(ask("GET", "/v1/query", "mini-baas", "")))
            .readArray()
            .stream()
            .map(each -> each.asJsonObject())
            .filter(each -> each.getString("query").contains(mark))
            .findFirst()
            .orElseThrow();
    // cancelled, not left until Trino misses its client
    assertThat(query.getString("state")).as(query.toString()).isIn("FAILED", "FINISHED");
    assertThat(query.toString()).contains("USER_CANCELED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * frm x | INVALID_VALUE | SYNTAX_ERROR",
        "select 1; select 2 | INVALID_VALUE | SYNTAX_ERROR at line 1, column 9",
        "select * from nowhere.a.b | INVALID_VALUE | CATALOG_NOT_FOUND",
        "select * from $.public.nothing | INVALID_VALUE | TABLE_NOT_FOUND",
        "select nothing from $.public.orders | INVALID_VALUE | COLUMN_NOT_FOUND",
        "select 1/(id - id) from $.public.orders | INVALID_VALUE | DIVISION_BY_ZERO",
        "show create catalog $ | INVALID_VALUE | SYNTAX_ERROR",
        "select * from system.metadata.catalogs | NOT_PERMITTED | PERMISSION_DENIED",
        "select * from system.runtime.queries | NOT_PERMITTED | PERMISSION_DENIED",
        "with session query_max_execution_time = '9d' select 1 | NOT_PERMITTED | PERMISSION_DENIED",
        "select * from table($.system.query(query => 'select 1')) | NOT_PERMITTED | PERMISSION_DENIED",
      })
  void refusals_say_what_is_wrong_and_nothing_more(String sql, Reason reason, String name) {
    EngineFailure failure = failure(sql.replace("$", catalog(orders)), orders);
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
    assertThat(failure.getMessage()).contains(name).doesNotContain("shop", "127.0.0.1");
  }

  /** What the service's own look at a text's first word keeps away, sent past it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create catalog db_0123456789abcdef0123456789abcdef using memory",
        "drop catalog $",
        "insert into $.public.orders values (2, 2, null)",
        "explain analyze insert into $.public.orders values (2, 2, null)",
        "delete from $.public.orders",
        "create table $.public.other (a int)",
        "drop table $.public.orders",
        "call $.system.execute('drop table orders')",
        "call $.system.flush_metadata_cache()",
        "call system.runtime.kill_query('20200101_000000_00000_aaaaa')",
      })
  void the_callers_user_only_reads(String sql) throws Exception {
    run("select 1", orders);
    assertThat(ask("POST", "/v1/statement", "mini-baas", sql.replace("$", catalog(orders))))
        .contains("\"PERMISSION_DENIED\"");
    assertThat(database.query("select count(*) from orders")).containsExactly("1");
  }

  @Test
  void others_run_nothing_and_the_manager_reads_nothing() throws Exception {
    run("select 1", orders);
    assertThat(ask("POST", "/v1/statement", "someone", "select 1")).contains("PERMISSION_DENIED");
    String read = "select * from " + catalog(orders) + ".public.orders";
    assertThat(ask("POST", "/v1/statement", "mini-baas-catalogs", read))
        .contains("PERMISSION_DENIED");
    assertThat(ask("POST", "/v1/statement", "mini-baas-catalogs", "create catalog x using memory"))
        .contains("PERMISSION_DENIED");
  }

  @Test
  void credentials_are_in_nothing_that_a_caller_sees() throws Exception {
    registry.change(orders, uri("nowhere"), "{}");
    EngineFailure away = failure("select * from " + catalog(orders) + ".public.orders", orders);
    assertThat(away.getMessage()).doesNotContain(PASSWORD, "shop", "127.0.0.1", "nowhere");
    assertThat(away.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(ask("GET", "/v1/query", "mini-baas", "")).doesNotContain(PASSWORD);
    assertThat(run("show catalogs")).contains(catalog(orders)).doesNotContain(PASSWORD);
  }

  @Test
  void a_trino_that_is_away_is_unreachable() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      URI nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
      socket.close();
      try (Trino away = new Trino(nobody, Duration.ofSeconds(5), 1)) {
        Federation lost =
            new Federation(
                away,
                new Registry(calls, Duration.ZERO, 100, id -> {}, isFresh -> {}),
                new Targets(new TargetPolicy(List.of(), Optional.empty(), 1)));
        assertThat(catchThrowableOfType(EngineFailure.class, () -> run(lost, "select 1")).reason())
            .isEqualTo(Reason.UNREACHABLE);
      }
    }
  }
}
