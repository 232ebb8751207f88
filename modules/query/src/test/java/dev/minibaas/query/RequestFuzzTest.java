package dev.minibaas.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import jakarta.json.Json;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand random bodies as one user of a shared database, beside another one's rows and in a
 * database without them: every answer is the same, and none of the other's rows is ever changed.
 */
@ExtendWith(PostgresExtension.class)
class RequestFuzzTest {
  private static final int REQUESTS = 10_000;
  private static final int MAX_ROWS = 1000;
  private static final String ALICE = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  private static final String BOB = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
  private static final List<String> COLUMNS =
      List.of("id", "owner_id", "name", "price", "OWNER_ID", "\\\"owner_id\\\"", "ctid", "nothing");
  private static final List<String> ACTIONS =
      List.of(
          "select",
          "find",
          "read",
          "insert",
          "insertOne",
          "create",
          "update",
          "updateMany",
          "delete",
          "deleteMany",
          "select",
          "select",
          "upsert",
          "aggregate");

  @TempDir private static Path directory;

  private final TestDatabase database;

  RequestFuzzTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void another_ones_rows_change_no_answer() {
    for (String table : List.of("items_a", "items_b")) {
      database.execute(
          "create table "
              + table
              + " (id int primary key, owner_id uuid not null, name text, price numeric);"
              + " insert into "
              + table
              + " select i, '"
              + BOB
              + "', 'own' || i, i from generate_series(1, 20) i");
    }
    database.execute(
        "insert into items_b select 100000 + i, '"
            + ALICE
            + "', 'secret' || i || '-hidden', i from generate_series(1, 20) i");
    List<String> before = secrets();
    Caller bob = PlaneHarness.user(BOB);
    Random random = new Random(5);
    int answered = 0;
    try (PlaneHarness service = new PlaneHarness(directory, Duration.ofMinutes(5), 5)) {
      UUID shared =
          service.registry.add(
              UUID.randomUUID().toString(),
              "postgresql",
              database.uri(Login.SUPERUSER),
              "{\"shared\":true,\"owner_column\":\"owner_id\",\"max_rows\":" + MAX_ROWS + "}");
      for (int i = 0; i < REQUESTS; i++) {
        String body = body(random, i);
        String alone = answer(service, bob, shared, "items_a", body);
        String beside = answer(service, bob, shared, "items_b", body);
        assertThat(beside).as("request %s: %s", i, body).isEqualTo(alone);
        assertThat(beside)
            .as(body)
            .doesNotContainPattern("\"id\":100[0-9]{3}")
            .doesNotContain("hidden");
        answered += beside.startsWith("error") ? 0 : 1;
      }
    }
    assertThat(answered).isGreaterThan(REQUESTS / 4);
    assertThat(secrets()).isEqualTo(before).hasSize(20);
    assertThat(database.query("select count(*) from items_b where owner_id = '" + ALICE + "'"))
        .containsExactly("20");
  }

  private List<String> secrets() {
    return database.query(
        "select b::text from items_b b where owner_id = '" + ALICE + "' order by id");
  }

  private static String answer(
      PlaneHarness service, Caller bob, UUID id, String table, String body) {
    try {
      String answer = service.run(bob, id, table, body);
      return body.startsWith("{\"action\":\"update\"") ? inOrder(answer) : answer;
    } catch (ApiError e) {
      return "error " + e.code() + " " + e.publicMessage().replace(table, "TABLE");
    }
  }

  /** The rows of an update come in the order in which the table has them, and may be cut. */
  private static String inOrder(String rows) {
    try (var reader = Json.createReader(new StringReader(rows))) {
      List<String> all = new ArrayList<>();
      reader.readArray().forEach(row -> all.add(row.toString()));
      all.sort(null);
      return all.size() == MAX_ROWS ? "as many rows as there may be" : all.toString();
    }
  }

  private static String body(Random random, int number) {
    String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
    StringBuilder body = new StringBuilder("{\"action\":\"" + action + "\"");
    boolean writes = action.matches("insert.*|create|update.*") ? true : random.nextInt(30) == 0;
    if (writes) {
      body.append(",\"data\":").append(data(random, action, number));
    }
    boolean filters = !action.matches("insert.*|create") || random.nextInt(10) == 0;
    if (filters && random.nextInt(8) != 0) {
      body.append(",\"filter\":").append(filter(random, 3));
    }
    if (random.nextInt(3) == 0) {
      body.append(",\"columns\":[\"id\",\"").append(column(random)).append("\"]");
    }
    // an order that is complete, since equal ones may come in any
    body.append(random.nextBoolean() ? ",\"sort\":\"id:desc\"" : ",\"sort\":{\"id\":\"asc\"}");
    if (random.nextInt(3) == 0) {
      body.append(",\"limit\":").append(random.nextInt(120) - 2);
      body.append(",\"offset\":").append(random.nextInt(30) - 1);
    }
    if (random.nextInt(50) == 0) {
      body.append(",\"owner_id\":\"" + ALICE + "\"");
    }
    return body.append('}').toString();
  }

  private static String column(Random random) {
    return COLUMNS.get(random.nextInt(COLUMNS.size()));
  }

  private static String data(Random random, String action, int number) {
    String owner =
        random.nextInt(5) == 0
            ? ",\"" + (random.nextBoolean() ? "owner_id" : "OWNER_ID") + "\":" + text(random)
            : "";
    boolean isNew = action.matches("insert.*|create");
    return (isNew ? "{\"id\":" + (1000 + number) + "," : "{")
        + "\"name\":"
        + text(random)
        + ",\"price\":"
        + random.nextInt(20)
        + owner
        + "}";
  }

  private static String filter(Random random, int depth) {
    return switch (depth == 0 ? 9 : random.nextInt(10)) {
      case 0 -> "{\"$or\":[" + filter(random, depth - 1) + "," + filter(random, depth - 1) + "]}";
      case 1 -> "{\"$and\":[" + filter(random, depth - 1) + "," + filter(random, depth - 1) + "]}";
      case 2 -> "{\"$not\":" + filter(random, depth - 1) + "}";
      case 3 -> "{}";
      default -> "{\"" + column(random) + "\":" + condition(random) + "}";
    };
  }

  private static String condition(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> "{\"$ne\":" + value(random) + "}";
      case 1 -> "{\"$gt\":" + value(random) + ",\"$lte\":" + value(random) + "}";
      case 2 -> "{\"$in\":[" + value(random) + "," + value(random) + "]}";
      case 3 -> "{\"$nin\":[" + value(random) + "]}";
      case 4 -> "{\"$like\":" + text(random) + "}";
      case 5 -> "{\"$exists\":" + random.nextBoolean() + "}";
      case 6 -> "{\"$where\":" + text(random) + "}";
      default -> random.nextInt(12) == 0 ? "null" : value(random);
    };
  }

  private static String value(Random random) {
    return random.nextInt(3) == 0 ? text(random) : Integer.toString(random.nextInt(25));
  }

  private static String text(Random random) {
    List<String> texts =
        List.of(
            ALICE,
            BOB,
            "secret" + random.nextInt(20),
            "own%",
            "%",
            "' or true --",
            "\\\") or (1=1",
            "own" + random.nextInt(20));
    return "\"" + texts.get(random.nextInt(texts.size())) + "\"";
  }
}
