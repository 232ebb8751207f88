package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the migrations give the source, read with the role that they make for it. */
@ExtendWith(PostgresExtension.class)
class RealtimeSchemaTest {
  private final TestDatabase database;
  private SourceUnderTest under;

  RealtimeSchemaTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void read() {
    database.execute("truncate realtime.messages; drop table if exists public.notes");
    under =
        new SourceUnderTest(
                new SourceConfig(
                    database.jdbcUrl(),
                    Login.REALTIME.user(),
                    Login.REALTIME.password(),
                    SourceUnderTest.slot(),
                    List.of(SourceConfig.DEFAULT_PUBLICATION, SourceConfig.MESSAGES_PUBLICATION),
                    0,
                    SourceConfig.DEFAULT_RETAINED_BYTES,
                    Duration.ofMillis(200),
                    Duration.ofMillis(100),
                    true))
            .begun();
  }

  @AfterEach
  void close() {
    under.close();
  }

  @Test
  void messagesThatAreCommittedAreInTheStreamAndOthersAreNot() {
    database.execute("begin; select realtime.send('{}', 'lost', 'room'); rollback");
    database.execute("select realtime.send('{\"n\": 1}', 'said', 'room')");
    database.execute("select realtime.send('{\"id\": \"mine\"}', 'said', 'room', false)");
    database.execute("select realtime.send_binary('\\x00ff', 'drawn', 'room')");
    List<Change> changes = under.caughtUp().changes();
    assertThat(changes)
        .extracting(Change::table)
        .hasSize(3)
        .containsOnly(new TableName("realtime", "messages"));
    Map<String, String> first = row(changes.get(0));
    assertThat(first)
        .containsEntry("topic", "room")
        .containsEntry("event", "said")
        .containsEntry("extension", "broadcast")
        .containsEntry("private", "t")
        .containsEntry("payload", "{\"n\": 1, \"id\": \"%s\"}".formatted(first.get("id")));
    assertThat(row(changes.get(1)))
        .containsEntry("private", "f")
        .containsEntry("payload", "{\"id\": \"mine\"}");
    assertThat(row(changes.get(2)))
        .containsEntry("binary_payload", "\\x00ff")
        .doesNotContainKey("payload");
  }

  @Test
  void aTriggerBroadcastsWhatHappenedToARow() {
    database.execute(
        """
        create table public.notes (id int primary key, body text);
        create function public.tell() returns trigger language plpgsql as $$ begin
          perform realtime.broadcast_changes('notes:' || coalesce(new.id, old.id), tg_op, tg_op,
            tg_table_name, tg_table_schema, new, old);
          return null; end $$;
        create trigger tell after insert or update or delete on public.notes
          for each row execute function public.tell();
        insert into public.notes values (1, 'one');
        update public.notes set body = 'uno';
        delete from public.notes;
        """);
    List<Change> changes = under.caughtUp().changes();
    database.execute("drop table public.notes; drop function public.tell()");
    assertThat(changes)
        .extracting(change -> row(change).get("event"))
        .containsExactly("INSERT", "UPDATE", "DELETE");
    String update = row(changes.get(1)).getOrDefault("payload", "");
    assertThat(update)
        .contains("\"record\": {\"id\": 1, \"body\": \"uno\"}")
        .contains("\"old_record\": {\"id\": 1, \"body\": \"one\"}")
        .contains("\"table\": \"notes\"")
        .contains("\"schema\": \"public\"")
        .contains("\"operation\": \"UPDATE\"");
    assertThat(row(changes.get(0)).getOrDefault("payload", "")).contains("\"old_record\": null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select realtime.send('{}', 'e', '')",
        "select realtime.send('{}', 'e', null)",
        "select realtime.send('{}', null, 't')",
        "select realtime.send(null, 'e', 't')",
        "select realtime.send('{}', 'e', 't', null)",
        "select realtime.broadcast_changes('t', 'e', 'o', 't', 's', null, null, 'STATEMENT')"
      })
  void whatCannotBeSentIsAWarningAndTheTransactionGoesOn(String sql) throws SQLException {
    database.execute("create table public.notes (id int primary key)");
    try (Connection connection = database.dataSource(Login.SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into public.notes values (1)");
      statement.execute(sql);
      SQLWarning warning = statement.getWarnings();
      assertThat(warning.getMessage()).contains("not sent");
      connection.commit();
    }
    assertThat(database.query("select id from public.notes")).containsExactly("1");
    assertThat(under.caughtUp().changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it''s",
        "a'); drop table realtime.messages; --",
        "$$ \\ \"%s\"",
        "ä€😀",
        "%I",
        " "
      })
  void topicsAreTextsWhateverTheirCharacters(String topic) throws SQLException {
    try (Connection connection = database.dataSource(Login.SUPERUSER).getConnection();
        var statement = connection.prepareStatement("select realtime.send('{}', ?, ?)")) {
      statement.setString(1, topic);
      statement.setString(2, topic);
      statement.execute();
    }
    assertThat(row(under.caughtUp().changes().getFirst()))
        .containsEntry("topic", topic)
        .containsEntry("event", topic);
  }

  @Test
  void policiesDecideWhoSendsAndTheTopicIsForgottenAfterwards() throws SQLException {
    String insert = "insert into realtime.messages (topic, extension) values ('room', 'broadcast')";
    assertThatThrownBy(() -> as("anon", insert)).hasMessageContaining("row-level security");
    as("anon", "select realtime.send('{}', 'refused', 'room')");
    database.execute(
        "create policy rooms on realtime.messages for insert to anon"
            + " with check (realtime.topic() = 'room')");
    try {
      as("anon", "select realtime.send('{}', 'allowed', 'room')");
      as("anon", "select realtime.send('{}', 'refused', 'other')");
      // the topic of a message is not the topic of what follows
      assertThatThrownBy(
              () -> as("anon", "select realtime.send('{}', 'undone', 'room'); " + insert))
          .hasMessageContaining("row-level security");
    } finally {
      database.execute("drop policy rooms on realtime.messages");
    }
    assertThat(under.caughtUp().changes())
        .extracting(change -> row(change).get("event"))
        .containsExactly("allowed");
  }

  @Test
  void probesAreForTheLoginRoleOfTheApiAlone() throws SQLException {
    for (String role : List.of("anon", "authenticated", "service_role")) {
      assertThatThrownBy(() -> as(role, "select realtime.insert_probes('t')"))
          .hasMessageContaining("permission denied");
    }
    try (Connection connection = database.dataSource(Login.AUTHENTICATOR).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select realtime.insert_probes('t')");
      assertThatThrownBy(() -> statement.execute("select * from realtime.messages"))
          .hasMessageContaining("permission denied");
      connection.rollback();
    }
  }

  @Test
  void theSourcesRoleReadsNoTable() throws SQLException {
    assertThat(
            database.query(
                "select rolreplication || ' ' || rolsuper || ' ' || rolinherit from pg_roles"
                    + " where rolname = 'minibaas_realtime'"))
        .containsExactly("true false false");
    try (Connection connection = database.dataSource(Login.REALTIME).getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : List.of("realtime.messages", "public.posts", "auth.users")) {
        assertThatThrownBy(() -> statement.execute("select * from " + table))
            .hasMessageContaining("permission denied");
      }
      for (String role : List.of("anon", "service_role", "postgres")) {
        assertThatThrownBy(() -> statement.execute("set role " + role))
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void itMakesTheDaysToComeAndDropsThoseThatArePast() throws SQLException {
    database.execute(
        "create table realtime.messages_2020_01_02 partition of realtime.messages"
            + " for values from ('2020-01-02 00:00+00') to ('2020-01-03 00:00+00');"
            + " insert into realtime.messages (topic, extension, inserted_at)"
            + " values ('old', 'broadcast', '2020-01-02 12:00+00'),"
            + " ('older', 'broadcast', '2020-01-01 12:00+00'), ('now', 'broadcast', now());"
            + " drop table realtime.messages_"
            + database
                .query("select to_char(now() at time zone 'UTC' + interval '3 days', 'YYYY_MM_DD')")
                .getFirst());
    try (Connection connection = database.dataSource(Login.REALTIME).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select realtime.maintain()");
      statement.execute("select realtime.maintain()");
    }
    assertThat(database.query("select topic from realtime.messages")).containsExactly("now");
    assertThat(
            database.query(
                "select to_date(substr(relname, 10), 'YYYY_MM_DD')"
                    + " - (now() at time zone 'UTC')::date from pg_class"
                    + " where relname ~ '^messages_[0-9_]+$' and relrowsecurity order by 1"))
        .containsExactly("0", "1", "2", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table public.notes (id int)",
        "alter table public.posts add extra int; alter table public.posts drop extra",
        "create policy p on public.posts using (false)",
        "alter policy p on public.posts using (true)",
        "drop policy p on public.posts",
        "grant select on public.posts to minibaas_auth",
        "revoke select on public.posts from minibaas_auth",
        "create or replace function public.f() returns int language sql return 1",
        "drop function public.f()",
        "alter publication supabase_realtime drop table public.posts",
        "alter publication supabase_realtime add table public.posts",
        "create schema s",
        "drop schema s",
        "create view public.v as select 1",
        "drop view public.v"
      })
  void whatCanChangeWhoSeesWhatIsAnnounced(String ddl) {
    prepare(ddl);
    int before = under.caughtUp().catalogs().size();
    database.execute("begin; " + ddl + "; rollback");
    assertThat(under.caughtUp().catalogs()).hasSize(before);
    database.execute(ddl);
    assertThat(under.caughtUp().catalogs()).hasSizeGreaterThan(before);
  }

  @Test
  void otherStatementsAndTemporaryTablesAreNot() {
    int before = under.caughtUp().catalogs().size();
    database.execute(
        "create temp table t (id int); alter table t add n int; drop table t; analyze public.posts;"
            + " comment on table public.posts is 'x'; comment on table public.posts is null");
    assertThat(under.caughtUp().catalogs()).hasSize(before);
  }

  /** What the statement needs, made and unmade in any order of the tests. */
  private void prepare(String ddl) {
    database.execute("drop policy if exists p on public.posts; drop view if exists public.v");
    database.execute("drop schema if exists s; drop function if exists public.f()");
    if (ddl.contains("alter policy") || ddl.contains("drop policy")) {
      database.execute("create policy p on public.posts using (false)");
    } else if (ddl.startsWith("drop function")) {
      database.execute("create function public.f() returns int language sql return 1");
    } else if (ddl.startsWith("drop schema")) {
      database.execute("create schema s");
    } else if (ddl.startsWith("drop view")) {
      database.execute("create view public.v as select 1");
    } else if (ddl.contains("supabase_realtime")) {
      database.execute(
          "alter publication supabase_realtime set table public.projects"
              + (ddl.contains("drop table") ? ", public.posts" : ""));
    }
  }

  private void as(String role, String sql) throws SQLException {
    try (Connection connection = database.dataSource(Login.AUTHENTICATOR).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local role " + role);
      statement.execute(sql);
      connection.commit();
    }
  }

  private static Map<String, String> row(Change change) {
    Map<String, String> row = new HashMap<>();
    List<Value> values = change.after().orElseThrow().values();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Value.Text(String text)) {
        row.put(change.columns().get(i).name(), text);
      }
    }
    return row;
  }
}
