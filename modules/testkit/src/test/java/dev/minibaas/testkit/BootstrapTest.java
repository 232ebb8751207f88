package dev.minibaas.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.bootstrap.Bootstrap;
import dev.minibaas.bootstrap.BootstrapConfig;
import dev.minibaas.bootstrap.BootstrapFailure;
import dev.minibaas.bootstrap.LoginRoles;
import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The bootstrap program on databases of its own; here, because bootstrap itself brings no server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootstrapTest {
  private static final String PASSWORD = "it's \"quoted\" \\ and $dollared$";

  private final ThrowawayPostgres server = ThrowawayPostgres.logging();

  @BeforeAll
  void oneDatabaseIsReady() {
    server.createDatabase("ready");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private List<String> bootstrap(Superuser database, boolean rlsOnNewTables) {
    List<String> lines = new ArrayList<>();
    Bootstrap.run(
        new BootstrapConfig(
            database, LoginRoles.withPassword(PASSWORD), rlsOnNewTables, Duration.ZERO),
        lines::add);
    return lines;
  }

  private static void execute(Superuser database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(Superuser database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void aSecondRunChangesNothing() {
    Superuser database = server.createEmptyDatabase("twice");
    assertThat(bootstrap(database, true))
        .hasSize(4)
        .anyMatch(line -> line.matches("\\d+ migrations applied, schema is at \\d+"));
    assertThat(bootstrap(database, true)).contains("schema is current");
  }

  @Test
  void aRealtimeOfBeforeIsPutAsideAndThePoliciesOfItsChannelsGoOn() throws SQLException {
    Superuser database = server.createEmptyDatabase("realtime");
    execute(
        database,
        """
        create schema realtime;
        create type realtime.action as enum ('INSERT', 'UPDATE');
        create table realtime.messages (
          topic text not null, extension text not null, payload jsonb, event text,
          private boolean default false, updated_at timestamp not null default now(),
          inserted_at timestamp not null default now(), id uuid not null default gen_random_uuid(),
          primary key (id, inserted_at)) partition by range (inserted_at);
        create table realtime.messages_2020_01_01 partition of realtime.messages
          for values from ('2020-01-01') to ('2020-01-02');
        alter table realtime.messages enable row level security;
        create function realtime.topic() returns text language sql stable
          as $$ select nullif(current_setting('realtime.topic', true), '')::text $$;
        create policy "in the room" on realtime.messages for select to authenticated, anon
          using (realtime.topic() = 'room' and exists (select where messages.extension <> ''));
        create policy written on realtime.messages as restrictive for insert
          with check (extension = 'broadcast');
        insert into realtime.messages (topic, extension, inserted_at)
          values ('room', 'broadcast', '2020-01-01');
        create publication supabase_realtime_messages_publication for table realtime.messages;
        """);
    assertThat(bootstrap(database, true)).anyMatch(line -> line.contains("realtime_before"));
    String policies =
        "select string_agg(policyname || permissive || cmd || roles::text || coalesce(qual, '')"
            + " || coalesce(with_check, ''), ' ' order by policyname)"
            + " from pg_policies where schemaname = '%s' and tablename = 'messages'";
    assertThat(query(database, policies.formatted("realtime")))
        .isEqualTo(query(database, policies.formatted("realtime_before")).replace("_before.", "."))
        .contains("realtime.topic()", "RESTRICTIVE", "{public}");
    assertThat(query(database, "select count(*) from realtime_before.messages")).isEqualTo("1");
    execute(database, "select realtime.send('{}', 'said', 'room')");
    assertThat(query(database, "select topic from realtime.messages")).isEqualTo("room");
    assertThat(bootstrap(database, true)).contains("schema is current");
  }

  @Test
  void severalDatabasesOfOneClusterAreReadiedAtTheSameTime() {
    List<CompletableFuture<List<String>>> runs = new ArrayList<>();
    for (String name : List.of("one", "two", "three")) {
      Superuser database = server.createEmptyDatabase(name);
      runs.add(CompletableFuture.supplyAsync(() -> bootstrap(database, true)));
    }
    assertThat(runs).allSatisfy(run -> assertThat(run.join()).hasSize(4));
  }

  @Test
  void thePasswordsWorkWhateverTheirCharactersAndAreNotLogged() throws Exception {
    Superuser database = server.superuser("ready");
    bootstrap(database, true);
    for (String role : List.of("authenticator", "minibaas_auth")) {
      DriverManager.getConnection(database.jdbcUrl(), role, PASSWORD).close();
    }
    assertThat(java.nio.file.Files.readString(server.log()))
        .contains("SCRAM-SHA-256$")
        .doesNotContain("dollared");
  }

  @Test
  void rowLevelSecurityOnNewTablesCanBeTurnedOffAndOnAgain() throws SQLException {
    Superuser database = server.createDatabase("openly");
    assertThat(bootstrap(database, false))
        .contains("new tables in public are open: RLS_ON_NEW_TABLES is false");
    execute(database, "create table public.open (id int)");
    bootstrap(database, true);
    execute(database, "create table public.closed (id int)");
    assertThat(
            query(
                database,
                "select string_agg(relname || ' ' || relrowsecurity, ', ' order by relname)"
                    + " from pg_class where relname in ('open', 'closed')"))
        .isEqualTo("closed true, open false");
  }

  @Test
  void aRoleThatMayTooMuchIsRefused() throws SQLException {
    Superuser database = server.createEmptyDatabase("dangerous");
    execute(database, "alter role authenticator createrole");
    try {
      assertThatThrownBy(() -> bootstrap(database, true))
          .isInstanceOf(BootstrapFailure.class)
          .hasMessageContaining("authenticator already exists with more rights");
    } finally {
      execute(database, "alter role authenticator nocreaterole");
    }
    assertThat(bootstrap(database, true)).hasSize(4);
  }

  @Test
  void whatCannotWorkNamesTheSettingToCorrect() throws SQLException {
    Superuser ready = server.superuser("ready");
    assertThatThrownBy(() -> bootstrap(server.superuser("missing"), true))
        .hasMessageContaining("there is no database missing")
        .hasMessageContaining("POSTGRES_DB");
    assertThatThrownBy(() ->
            bootstrap(
                new Superuser(ready.host(), ready.port(), "ready", "postgres", "wrong"), true))
        .hasMessageContaining("POSTGRES_PASSWORD");
    assertThatThrownBy(
            () -> bootstrap(new Superuser(ready.host(), 1, "ready", "postgres", "wrong"), true))
        .hasMessageContaining("POSTGRES_HOST and POSTGRES_PORT");
    execute(ready, "create role plain login password 'plain-password'");
    assertThatThrownBy(() ->
            bootstrap(
                new Superuser(ready.host(), ready.port(), "ready", "plain", "plain-password"),
                true))
        .hasMessageContaining("POSTGRES_USER (plain) is no superuser");
  }
}
