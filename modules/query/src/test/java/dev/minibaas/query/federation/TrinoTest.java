package dev.minibaas.query.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.JsonText;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.query.registration.Registration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trino's protocol against a small server that speaks it, and the catalogues that are made. */
class TrinoTest {
  private static final UUID ID = UUID.fromString("0123abcd-0000-4000-8000-000000000001");

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String first = "{}";
  private volatile String second = "{}";

  TrinoTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            String answer = exchange.getRequestMethod().equals("POST") ? first : second;
            byte[] bytes = answer.replace("$BASE", base()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String run(int maxRows) {
    StringBuilder out = new StringBuilder();
    try (Trino trino = new Trino(URI.create(base()), Duration.ofSeconds(5), maxRows)) {
      JsonText.write(out, trino.run("select 1"));
    }
    return out.toString();
  }

  @Test
  void pages_are_followed_and_rows_named() {
    first = "{\"nextUri\":\"$BASE/v1/statement/queued/1\"}";
    second =
        "{\"columns\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"data\":[[1,\"x\"],[null,{\"y\":2}]]}";
    assertThat(run(10)).isEqualTo("[{\"a\":1,\"b\":\"x\"},{\"a\":null,\"b\":{\"y\":2}}]");
    assertThat(requests)
        .containsExactly("POST /v1/statement select 1", "GET /v1/statement/queued/1 ");
  }

  @Test
  void rows_beyond_the_limit_are_not_asked_for() {
    first =
        "{\"nextUri\":\"$BASE/v1/statement/1\",\"columns\":[{\"name\":\"a\"}],"
            + "\"data\":[[1],[2],[3]]}";
    assertThat(run(2)).isEqualTo("[{\"a\":1},{\"a\":2}]");
    assertThat(requests.getLast()).startsWith("DELETE /v1/statement/1");
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254/v1/statement/1",
    "http://127.0.0.1:1/v1/statement/1",
    "file:///v1/x",
    "$BASE/elsewhere"
  })
  void another_server_is_not_followed(String next) {
    first = "{\"nextUri\":\"" + next + "\"}";
    assertThat(catchThrowableOfType(EngineFailure.class, () -> run(2)).reason())
        .isEqualTo(Reason.REFUSED_TARGET);
    assertThat(requests).hasSize(1);
  }

  @Test
  void an_error_is_told_by_its_name_and_place() {
    first =
        "{\"error\":{\"errorName\":\"SYNTAX_ERROR\",\"errorType\":\"USER_ERROR\","
            + "\"message\":\"secret text\",\"errorLocation\":{\"lineNumber\":1,\"columnNumber\":8}}}";
    EngineFailure failure = catchThrowableOfType(EngineFailure.class, () -> run(2));
    assertThat(failure.getMessage())
        .isEqualTo("Trino refused the statement: SYNTAX_ERROR at line 1, column 8");
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_STARTING_UP,INTERNAL_ERROR,UNREACHABLE",
    "PERMISSION_DENIED,USER_ERROR,NOT_PERMITTED",
    "EXCEEDED_TIME_LIMIT,INSUFFICIENT_RESOURCES,TIMEOUT",
    "EXCEEDED_LOCAL_MEMORY_LIMIT,INSUFFICIENT_RESOURCES,TOO_LARGE",
    "JDBC_ERROR,EXTERNAL,UNREACHABLE",
    "DIVISION_BY_ZERO,USER_ERROR,INVALID_VALUE",
    "GENERIC_INTERNAL_ERROR,INTERNAL_ERROR,FAILED"
  })
  void the_kind_of_an_error_follows_its_name(String name, String type, Reason reason) {
    first = "{\"error\":{\"errorName\":\"" + name + "\",\"errorType\":\"" + type + "\"}}";
    assertThat(catchThrowableOfType(EngineFailure.class, () -> run(2)).reason()).isEqualTo(reason);
  }

  @Test
  void columns_of_one_name_all_stay() {
    first =
        "{\"columns\":[{\"name\":\"id\"},{\"name\":\"id\"},{\"name\":\"id_2\"}],"
            + "\"data\":[[1,2,3]]}";
    assertThat(run(2)).isEqualTo("[{\"id\":1,\"id_2\":2,\"id_2_2\":3}]");
  }

  @Test
  void what_trino_says_of_a_catalogue_stays_out_of_the_failure_and_its_causes() {
    first =
        "{\"error\":{\"errorName\":\"CONFIGURATION_INVALID\",\"errorType\":\"USER_ERROR\","
            + "\"message\":\"password 'geheim'\"}}";
    try (Trino trino = new Trino(URI.create(base()), Duration.ofSeconds(5), 1)) {
      EngineFailure failure =
          catchThrowableOfType(EngineFailure.class, () -> trino.manage("create catalog x"));
      assertThat(failure.reason()).isEqualTo(Reason.FAILED);
      assertThat(failure).hasNoCause();
    }
  }

  @Test
  void only_names_of_catalogues_name_databases() {
    assertThat(TrinoCatalog.database(TrinoCatalog.name(ID))).contains(ID);
    assertThat(TrinoCatalog.database("system")).isEmpty();
  }

  private static TrinoCatalog catalog(EngineKind engine, String connection) {
    Targets targets =
        new Targets(
            new TargetPolicy(List.of("10.0.0.0/8"), Optional.empty(), 1),
            host -> List.of(InetAddress.getByName("10.1.2.3")));
    return TrinoCatalog.of(
        new Registration(
            ID, "tenant", engine, 1, connection, false, null, null, 10, Duration.ofSeconds(1), 1),
        targets);
  }

  @Test
  void a_catalogue_has_the_tested_address_and_quoted_credentials() {
    assertThat(catalog(EngineKind.POSTGRESQL, "postgresql://u:p'w@db.example.com/d").create())
        .isEqualTo(
            "CREATE CATALOG IF NOT EXISTS db_0123abcd000040008000000000000001 USING postgresql WITH"
                + " (\"connection-url\" = 'jdbc:postgresql://10.1.2.3:5432/d?sslmode=disable',"
                + " \"connection-user\" = 'u', \"connection-password\" = 'p''w')");
    assertThat(catalog(EngineKind.MONGODB, "mongodb://u:p@db.example.com/d").create())
        .contains("'mongodb://u:p@10.1.2.3:27017/?directConnection=true&authSource=d'");
    assertThat(catalog(EngineKind.MYSQL, "mysql://u:p@db.example.com/d").create())
        .contains("USING mariadb", "'jdbc:mariadb://10.1.2.3:3306?sslMode=disable'");
  }

  @Test
  void nothing_of_trinos_own_environment_gets_into_a_catalogue() {
    TrinoCatalog catalog =
        catalog(EngineKind.POSTGRESQL, "postgresql://u:$%7BENV:PATH%7D@db.example.com/d");
    assertThatThrownBy(catalog::create).isInstanceOf(EngineFailure.class);
    assertThat(catalog.toString()).doesNotContain("ENV");
  }

  @ParameterizedTest
  @CsvSource({
    "REDIS,redis://db.example.com/0",
    "POSTGRESQL,postgresql://u:p@db.example.com/d?sslmode=verify-full"
  })
  void what_trino_cannot_join_is_said(EngineKind engine, String connection) {
    assertThat(
            catchThrowableOfType(EngineFailure.class, () -> catalog(engine, connection)).reason())
        .isEqualTo(Reason.UNSUPPORTED);
  }
}
