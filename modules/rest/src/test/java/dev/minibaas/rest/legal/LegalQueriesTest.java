package dev.minibaas.rest.legal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.http.TestModule;
import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever the interface's rules allow is answered by real PostgreSQL: no syntax error, no fault of
 * ours, no refusal but those that the rows themselves bring about. Every request follows from its
 * number, which a failure tells.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LegalQueriesTest {
  private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");
  private static final int READS = 1100;
  private static final int WRITES = 600;
  private static final int CALLS = 300;

  /** For longer hunts: {@code -Dlegal.first=100000}. */
  private static final int FIRST = Integer.getInteger("legal.first", 1);

  private final TestDatabase database;
  private final TestModule module;
  private final Reads reads;
  private final Writes writes;
  private final Calls calls;

  LegalQueriesTest(TestDatabase database) {
    this.database = database;
    database.execute(resource("/legal/schema.sql"));
    this.module =
        TestModule.on(
            database,
            2,
            Map.of(
                "PGRST_DB_SCHEMAS", "api",
                "PGRST_DB_AGGREGATES_ENABLED", "true",
                "PGRST_DB_PLAN_ENABLED", "true",
                "PGRST_DB_TX_END", "rollback"));
    SchemaCache cache = module.schema();
    this.reads = new Reads(cache, "api");
    this.writes = new Writes(cache, "api", reads.tables());
    this.calls = new Calls(cache, "api");
  }

  @AfterAll
  void stop() {
    module.close();
  }

  private static String resource(String name) {
    try (InputStream in = LegalQueriesTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void reads_are_answered() {
    // one object was asked for, more or none were there; an offset lies beyond a counted end
    ask(READS, reads::make, List.of("PGRST116", "PGRST103", "PGRST201"));
  }

  @Test
  void writes_are_answered() {
    ask(
        WRITES,
        writes::make,
        // constraints, one row twice, an order that is not unique, one object that is none, a PUT
        // that shows no row
        List.of(
            "21000",
            "23502",
            "23503",
            "23505",
            "23514",
            "PGRST110",
            "PGRST115",
            "PGRST116",
            "PGRST201"));
    assertThat(database.query("select count(*) from api.things")).containsExactly("12");
  }

  @Test
  void calls_are_answered() {
    ask(CALLS, calls::make, List.of("PGRST116", "PGRST103", "PGRST201", "25006"));
  }

  @Test
  void a_relation_with_the_longest_name_is_not_compared_with_itself() {
    String name = "a_name_that_is_exactly_as_long_as_postgresql_allows_0123456789x";

    Reply parents = get("/" + name + "?select=id,parent(id,parent(id))&order=id");
    Reply children =
        get("/" + name + "?select=id,c:" + name + "!parent(id,d:" + name + "!parent(id))&id=eq.1");

    assertThat(parents.body().replaceAll("\\s", ""))
        .isEqualTo(
            "[{\"id\":1,\"parent\":null},"
                + "{\"id\":2,\"parent\":{\"id\":1,\"parent\":null}},"
                + "{\"id\":3,\"parent\":{\"id\":2,\"parent\":{\"id\":1}}}]");
    assertThat(children.body().replaceAll("\\s", ""))
        .isEqualTo("[{\"id\":1,\"c\":[{\"d\":[{\"id\":3}],\"id\":2}]}]");
  }

  @Test
  void a_spread_row_is_part_of_the_groups() {
    Reply reply = get("/profiles?select=n:count(),...owners_seen(*)");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  @Test
  void a_written_row_shows_its_computed_columns_too() {
    Reply reply =
        module.send(
            "service_role",
            "PATCH /things?id=eq.1&select=*,shout,again:doubled",
            "{\"name\":\"new\"}",
            "Prefer: return=representation");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).contains("\"name\":\"new\"", "\"shout\":\"NEW\"", "\"again\":3.0");
  }

  @Test
  void a_single_value_that_a_limit_leaves_out_is_an_answer_still() {
    Reply head = module.send("service_role", "HEAD /rpc/add?a=1&limit=0", "");
    Reply value = get("/rpc/add?a=1&limit=0");

    assertThat(head.status()).isEqualTo(200);
    assertThat(value.body()).isEqualTo("null");
  }

  private Reply get(String target) {
    return module.send("service_role", "GET " + target, "");
  }

  private void ask(int count, Function<Dice, Asked> make, List<String> expected) {
    List<String> failures = new ArrayList<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int number = FIRST; number < FIRST + count; number++) {
      Asked asked = make.apply(new Dice(number));
      Reply reply =
          module.send(
              "service_role", asked.line(), asked.body(), asked.headers().toArray(String[]::new));
      Matcher code = CODE.matcher(reply.body());
      boolean failed = reply.status() >= 300;
      String outcome = !failed ? "ok" : code.find() ? code.group(1) : "status " + reply.status();
      outcomes.merge(outcome, 1, Integer::sum);
      if (failed && !expected.contains(outcome)) {
        failures.add("\n" + number + ": " + asked + "\n    " + reply.status() + reply.body());
      }
    }
    assertThat(failures).as(outcomes + " " + failures.size()).isEmpty();
    assertThat(outcomes.get("ok")).as(outcomes.toString()).isGreaterThan(count / 2);
  }
}
