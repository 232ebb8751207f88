package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.Command.Select;
import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.FilterReader;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import jakarta.json.Json;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server of one engine with the table {@code items}: {@code id}, {@code owner_id}, {@code
 * name}, {@code amount} and {@code done}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineFixture {
  static final String TENANT = "11111111-1111-4111-8111-111111111111";
  static final String ALICE = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  static final String BOB = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
  static final Limits LIMITS = new Limits(50, 200_000, Duration.ofSeconds(5), 3, Duration.ZERO);

  @TempDir static Path directory;

  Targets targets;
  Engine engine;

  /** The connection string of a running server, with an empty table {@code items}. */
  abstract String connectionString();

  abstract dev.minibaas.engines.target.EngineKind kind();

  abstract void emptyItems();

  /** The scope of a user's own rows, as a registration of this engine has it. */
  Scope scope(String subject) {
    return Scope.ofOwner("owner_id", subject);
  }

  /** A value as the engine gives it back: Redis knows texts only. */
  Object stored(Object value) {
    return value;
  }

  @BeforeAll
  void open() {
    targets =
        new Targets(
            new TargetPolicy(
                List.of("127.0.0.0/8"), Optional.of(directory.toAbsolutePath()), 64L << 20));
    engine = open(false);
  }

  Engine open(boolean readOnly) {
    return new Engines(targets)
        .open(targets.parse(kind(), connectionString(), TENANT), LIMITS, readOnly);
  }

  @AfterAll
  void close() {
    engine.close();
    assertThat(engine.connections()).isZero();
  }

  @BeforeEach
  void empty() {
    emptyItems();
  }

  static Filter filter(String json) {
    String text = json.indexOf('"') < 0 ? json.replace('\'', '"') : json;
    try (var reader = Json.createReader(new StringReader(text))) {
      return FilterReader.read(reader.readObject());
    }
  }

  Row insert(
      String subject,
      String id,
      @Nullable String name,
      @Nullable Object amount,
      @Nullable Boolean done) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("id", id);
    data.put("name", name);
    data.put("amount", amount);
    data.put("done", done);
    return engine.insert(scope(subject), new Insert("items", data));
  }

  List<String> ids(String subject, String filter) {
    return new java.util.ArrayList<>(
        new TreeSet<>(
            engine
                .select(
                    scope(subject),
                    new Select("items", List.of(), filter(filter), List.of(), 50, 0))
                .stream()
                .map(row -> String.valueOf(row.columns().get("id")))
                .toList()));
  }

  void items() {
    insert(ALICE, "a1", "apple", 1L, true);
    insert(ALICE, "a2", "banana", 20L, false);
    insert(ALICE, "a3", "Cherry_1", 3L, null);
    insert(ALICE, "a4", null, null, true);
    insert(BOB, "b1", "apple", 5L, true);
  }

  /** Runs work and holds what the engine's own log has of it against what was intended. */
  void watched(Runnable work) {
    work.run();
  }

  /** Texts that mean something to an engine, a driver or a protocol. */
  static final List<String> HOSTILE =
      List.of(
          "'; drop table items; --",
          "' or '1'='1",
          "\\' or 1=1 -- ",
          "\" or \"\"=\"",
          "`; drop table items; `",
          "]; drop table items; --",
          "$$; drop table items; $$",
          "1); delete from items; --",
          "?",
          "$1",
          ":name",
          "{fn now()}",
          "/* x */",
          "-- x",
          "# x",
          "\r\nFLUSHALL\r\n",
          "*1\r\n$8\r\nFLUSHALL\r\n",
          "$-1\r\n",
          "{\"$gt\":\"\"}",
          "$where",
          "function(){return true}",
          "this.owner_id != ''",
          "; sleep(5)",
          "' union select password from users --",
          "\u00bf\u0027 or 1=1",
          "\u02bc or 1=1",
          "%",
          "_",
          "*",
          "[a-z]",
          "\\",
          "\\\\'",
          "' ; attach database '/tmp/evil.db' as evil; --",
          "' || load_extension('x') || '",
          "${jndi:ldap://127.0.0.1/x}",
          "\ud83d\ude00");
}
