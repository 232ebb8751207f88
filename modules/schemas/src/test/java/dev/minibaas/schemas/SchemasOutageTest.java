package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransactions;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The service's database and the registered one are two servers, and the one or the other goes
 * while a table is made or dropped. A trigger in the registered one stops each such statement at
 * its end, before the commit, for as long as the test holds a lock.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemasOutageTest {
  private static final Caller ALICE =
      Caller.ofClaims(Map.of("sub", UUID.randomUUID().toString()), "authenticated", null);
  private static final UUID DATABASE = UUID.randomUUID();

  private static final String STOP =
      """
      create function stop() returns event_trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(7);
      end $$;
      create event trigger stop on ddl_command_end
        when tag in ('CREATE TABLE', 'DROP TABLE') execute function stop();
      """;

  private final ThrowawayPostgres own = ThrowawayPostgres.logging();
  private final ThrowawayPostgres other = ThrowawayPostgres.logging();
  private final Superuser list = own.createDatabase("list");
  private final Superuser shop = other.createEmptyDatabase("shop");
  private final Schemas schemas = schemas();
  private String name = "";

  private Schemas schemas() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(list.jdbcUrl());
    source.setUser("minibaas_schemas");
    source.setPassword(ThrowawayPostgres.LOGIN_PASSWORD);
    String uri =
        "postgresql://postgres:%s@127.0.0.1:%d/shop"
            .formatted(ThrowawayPostgres.SUPERUSER_PASSWORD, other.port());
    return new Schemas(
        new ServiceTransactions(source),
        (caller, id) ->
            new Registered(id, ALICE.getName(), EngineKind.POSTGRESQL, uri, false, 30_000),
        new Targets(new TargetPolicy(List.of("127.0.0.0/8"), Optional.empty(), 1)));
  }

  @BeforeEach
  void stopAtStatements() throws SQLException {
    name = "t_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "drop event trigger if exists stop; drop function if exists stop() cascade");
      statement.execute(STOP);
    }
  }

  @AfterAll
  void close() {
    own.close();
    other.close();
  }

  private JsonObject create() {
    String body =
        """
        {"name":"%s","engine":"postgresql","database_id":"%s",
         "columns":[{"name":"a","type":"text"}]}\
        """;
    return schemas.create(ALICE, Definition.of(JsonBody.of(body.formatted(name, DATABASE))));
  }

  private UUID entry() {
    return UUID.fromString(
        schemas.page(ALICE, 100, 0).schemas().stream()
            .map(entry -> entry.asJsonObject())
            .filter(entry -> entry.getString("name").equals(name))
            .map(entry -> entry.getString("id"))
            .findFirst()
            .orElseThrow());
  }

  private boolean isListed() {
    return schemas.page(ALICE, 100, 0).schemas().toString().contains(name);
  }

  private boolean isThere() throws SQLException {
    return is("select to_regclass('public.%s') is not null".formatted(name));
  }

  private boolean is(String sql) throws SQLException {
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /**
   * Runs a call until its statement stands, then the cut, then lets it go on; tells the failure.
   */
  private Throwable cut(Runnable call, Cut cut) throws SQLException {
    try (Connection holder = shop.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(7)");
      CompletableFuture<Void> running = CompletableFuture.runAsync(call);
      while (!is(
          "select exists (select from pg_locks where locktype = 'advisory' and not granted)")) {
        assertThat(running).isNotDone();
        Thread.onSpinWait();
      }
      cut.run();
      if (!holder.isClosed() && holder.isValid(5)) {
        statement.execute("select pg_advisory_unlock(7)");
      }
      try {
        running.join();
      } catch (CompletionException e) {
        return e.getCause() == null ? e : e.getCause();
      }
      throw new AssertionError("the call succeeded");
    }
  }

  /** What goes. */
  private interface Cut {
    void run() throws SQLException;
  }

  /** The session that makes or drops ends before it has committed. */
  private void endOthersSession() throws SQLException {
    assertThat(
            is(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'mini-baas' and wait_event = 'advisory'"))
        .isTrue();
  }

  private static void assertUnavailable(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            ApiError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @Test
  void theListGoesWhileATableIsMade() throws SQLException {
    assertUnavailable(cut(this::create, own::interrupt));
    assertUnavailable(failureOf(() -> schemas.page(ALICE, 1, 0)));
    own.resume();
    // both are there
    assertThat(isListed()).isTrue();
    assertThat(isThere()).isTrue();
    assertThat(((ApiError) failureOf(this::create)).code()).isEqualTo(ErrorCode.DUPLICATE);
    schemas.drop(ALICE, entry());
    assertThat(isListed()).isFalse();
    assertThat(isThere()).isFalse();
  }

  @Test
  void theRegisteredDatabaseGoesWhileATableIsMade() throws SQLException {
    assertUnavailable(cut(this::create, this::endOthersSession));
    // the entry is alone; the same call again makes the table
    assertThat(isListed()).isTrue();
    assertThat(isThere()).isFalse();
    UUID entry = entry();
    assertThat(create().getString("id")).isEqualTo(entry.toString());
    assertThat(isThere()).isTrue();
    schemas.drop(ALICE, entry);
  }

  @Test
  void anEntryThatIsAloneIsDropped() throws SQLException {
    assertUnavailable(cut(this::create, this::endOthersSession));
    schemas.drop(ALICE, entry());
    assertThat(isListed()).isFalse();
  }

  @Test
  void theListGoesWhileATableIsDropped() throws SQLException {
    create();
    UUID entry = entry();
    assertUnavailable(cut(() -> schemas.drop(ALICE, entry), own::interrupt));
    own.resume();
    // the entry is alone; the same call again removes it
    assertThat(isListed()).isTrue();
    assertThat(isThere()).isFalse();
    schemas.drop(ALICE, entry);
    assertThat(isListed()).isFalse();
  }

  @Test
  void theRegisteredDatabaseGoesWhileATableIsDropped() throws SQLException {
    create();
    UUID entry = entry();
    assertUnavailable(cut(() -> schemas.drop(ALICE, entry), this::endOthersSession));
    assertThat(isListed()).isTrue();
    assertThat(isThere()).isTrue();
    schemas.drop(ALICE, entry);
    assertThat(isThere()).isFalse();
  }

  /** Its policies come with it or not at all. */
  @Test
  void aTableIsNeverThereWithoutItsRowSecurity() throws SQLException {
    other.interrupt();
    assertUnavailable(failureOf(this::create));
    assertThat(isListed()).isFalse();
    other.resume();
    execute(
        "create event trigger no_policies on ddl_command_start when tag in ('CREATE POLICY')"
            + " execute function stop()");
    execute(
        "create or replace function stop() returns event_trigger language plpgsql as"
            + " $$ begin if tg_tag = 'CREATE POLICY' then raise 'not today'; end if; end $$");
    try {
      assertThat(failureOf(this::create)).isInstanceOf(ApiError.class);
      assertThat(isThere()).isFalse();
      assertThat(isListed()).isFalse();
    } finally {
      execute("drop event trigger no_policies");
    }
    create();
    assertThat(isThere()).isTrue();
  }

  @Test
  void ofTwoCallsForOneNameOneMakesTheTable() {
    List<CompletableFuture<JsonObject>> calls =
        List.of(
            CompletableFuture.supplyAsync(this::create),
            CompletableFuture.supplyAsync(this::create));
    calls.forEach(call -> call.exceptionally(e -> JsonObject.EMPTY_JSON_OBJECT).join());
    assertThat(calls).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(1);
    CompletableFuture<JsonObject> refused =
        calls.stream()
            .filter(CompletableFuture::isCompletedExceptionally)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(refused::join)
        .hasCauseInstanceOf(ApiError.class)
        .hasMessageContaining("there is a table of this name already");
    assertThat(isListed()).isTrue();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Throwable failureOf(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("the call succeeded");
  }
}
