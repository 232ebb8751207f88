package dev.minibaas.rest.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.http.TestModule;
import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.PostgresLog.Entry;
import dev.minibaas.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever stands wherever in a request, PostgreSQL gets the statements that this engine writes and
 * no other: seen in the server's own log, whose statements are cut into tokens. Outside identifiers
 * and literals there is no word that harmless requests don't bring about; where a text is a name or
 * a value in any case, the whole statement is the same token by token.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlInjectionTest {
  private static final String SCHEMA =
      """
      create schema api;
      create table api.canary (secret text);
      insert into api.canary values ('alive');
      create table api.things (
        id int primary key default 1, name text unique, data jsonb, tags text[]);
      create table api.parts (id int primary key, thing int references api.things);
      create function api.echo(a text) returns text immutable language sql as 'select a';
      create function api.several(variadic words text[]) returns int immutable language sql
        as 'select cardinality(words)';
      create function api.whole(text) returns text immutable language sql as 'select $1';
      create function api.listed() returns setof api.things stable language sql
        as 'select * from api.things';
      insert into api.things values (1, 'a', '{"a":1}', '{a}');
      grant usage on schema api to service_role;
      grant all on all tables in schema api to service_role;
      grant execute on all functions in schema api to service_role;
      """;

  private static final Pattern STATEMENT =
      Pattern.compile("00000: (?:statement|execute [^:]+): (.*)", Pattern.DOTALL);

  private static final List<String> HARMLESS =
      List.of("abc", "id", "name", "1", "text", "a b", "eq", "exact", "text/csv", "verbose", "{a}");

  private final TestDatabase database;
  private final TestModule module;
  private final Set<String> words;

  SqlInjectionTest(TestDatabase database) {
    this.database = database;
    database.execute(SCHEMA);
    // errors in the log with their SQLSTATE
    database.execute("alter database " + database.name() + " set log_error_verbosity = 'verbose'");
    this.module =
        TestModule.on(
            database,
            1,
            Map.of(
                "PGRST_DB_SCHEMAS", "api",
                "PGRST_DB_AGGREGATES_ENABLED", "true",
                "PGRST_DB_PLAN_ENABLED", "true",
                "PGRST_DB_TX_END", "rollback-allow-override"));
    this.words = harmlessWords();
  }

  @AfterAll
  void stop() {
    module.close();
  }

  @AfterEach
  void the_canary_lives() {
    assertThat(database.query("select secret from api.canary")).containsExactly("alive");
    assertThat(database.query("select count(*) from api.things")).containsExactly("1");
  }

  @Test
  void in_paths() {
    attack(Places.PATHS);
  }

  @Test
  void in_names() {
    attack(Places.NAMES);
  }

  @Test
  void in_values() {
    attack(Places.VALUES);
  }

  @Test
  void in_bodies() {
    attack(Places.WRITES);
  }

  @Test
  void in_headers() {
    attack(Places.HEADERS);
  }

  private void attack(List<Place> places) {
    List<String> complaints = new ArrayList<>();
    for (Place place : places) {
      Sent harmless = send(place, HARMLESS);
      Sent hostile =
          send(
              place,
              Stream.concat(
                      Payloads.written().stream(),
                      Payloads.thrownTogether(10, place.line().hashCode()).stream())
                  .toList());
      complaints.addAll(hostile.faults());
      for (List<String> statement : hostile.statements()) {
        for (String token : statement) {
          if (!words.contains(token)) {
            complaints.add("\n" + place + ": " + token + " in " + String.join(" ", statement));
          }
        }
      }
      Set<List<String>> others = new LinkedHashSet<>(hostile.statements());
      others.removeAll(harmless.statements());
      if (place.fixed() && !others.isEmpty()) {
        complaints.add("\n" + place + ": not the harmless statement: " + others);
      }
    }
    assertThat(complaints).isEmpty();
  }

  /** Every token of the statements that harmless texts make in any place. */
  private Set<String> harmlessWords() {
    Set<String> found = new HashSet<>();
    for (List<Place> places :
        List.of(Places.PATHS, Places.NAMES, Places.VALUES, Places.WRITES, Places.HEADERS)) {
      for (Place place : places) {
        send(place, HARMLESS).statements().forEach(found::addAll);
      }
    }
    assertThat(found)
        .contains("with", "pgrst_source", "set_config", "pg_policy", "explain")
        .contains(SqlTokens.IDENTIFIER, SqlTokens.LITERAL)
        .doesNotContain(
            ";", "abc", SqlTokens.COMMENT, SqlTokens.DOLLARS, SqlTokens.UNTERMINATED, "drop");
    return found;
  }

  /**
   * What came of a place with each of some texts.
   *
   * @param statements that PostgreSQL was given, as tokens
   * @param faults answers of a kind that there must not be, and syntax errors at the server
   */
  private record Sent(Set<List<String>> statements, List<String> faults) {}

  private Sent send(Place place, List<String> texts) {
    long mark = database.log().mark();
    List<String> faults = new ArrayList<>();
    for (String text : texts) {
      Reply reply =
          module.send(
              "service_role",
              place.line(text),
              place.body(text),
              place.headers(text).toArray(String[]::new));
      if (reply.status() >= 500) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        faults.add("\n" + place + " with " + shown + ": " + reply.status() + " " + reply.body());
      }
    }
    Set<List<String>> statements = new LinkedHashSet<>();
    for (Entry entry : database.log().since(mark)) {
      boolean ours = entry.user().equals("authenticator");
      if (ours && entry.severity().equals("ERROR") && isSyntaxError(entry.message())) {
        faults.add("\n" + place + ": " + entry.message());
      }
      Matcher statement = STATEMENT.matcher(entry.message());
      if (ours && statement.matches() && !entry.application().equals("rest schema cache")) {
        statements.add(SqlTokens.of(statement.group(1)));
      }
    }
    return new Sent(statements, faults);
  }

  /** A query for the full-text search has a syntax of its own, and is a value. */
  private static boolean isSyntaxError(String message) {
    return message.startsWith("42601")
        && !message.contains("in tsquery")
        && !message.contains("no escaped character");
  }
}
