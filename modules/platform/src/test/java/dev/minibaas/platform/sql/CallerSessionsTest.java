package dev.minibaas.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.sql.Session.Isolation;
import dev.minibaas.platform.sql.Session.Setting;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL, through one pooled connection that every test reuses. */
class CallerSessionsTest {
  private static final Caller ANON = Caller.ofRole("anon");

  private static EmbeddedPostgres server;
  private SingleConnectionPool pool;
  private CallerSessions sessions;

  @BeforeAll
  static void startServer() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().start();
    try (Connection superuser = server.getPostgresDatabase().getConnection();
        java.sql.Statement statement = superuser.createStatement()) {
      statement.execute(
          """
          create role login_only login noinherit;
          create role anon nologin;
          grant anon to login_only;
          create table notes (id int primary key, owner text default current_user);
          grant select, insert, update on notes to anon;
          """);
    }
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void openPool() throws SQLException {
    pool = new SingleConnectionPool(server.getDatabase("login_only", "postgres"));
    sessions = new CallerSessions(pool);
  }

  @AfterEach
  void closePool() throws SQLException {
    assertThat(pool.lent()).as("connections that were not returned").isZero();
    pool.close();
  }

  @Test
  void aReadRunsAsTheCallerWithItsClaimsAndSettings() {
    Session session = Session.reading(ANON, List.of(new Setting("request.method", "GET")));
    List<String> seen = sessions.read(session, whoAmI(), CallerSessionsTest::columns);
    assertThat(seen).containsExactly("anon", "{\"role\":\"anon\"}", "GET", "on");
  }

  @Test
  void nothingOfASessionIsLeftOnTheConnection() throws SQLException {
    Session session = Session.reading(ANON, List.of(new Setting("request.method", "GET")));
    for (int i = 0; i < 20; i++) {
      sessions.read(session, whoAmI(), CallerSessionsTest::columns);
      assertClean();
    }
  }

  @Test
  void nothingIsLeftAfterAnErrorEither() throws SQLException {
    Statement failing =
        new Sql().append("select 1/").value("0", "int4").append(", current_user").build();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () -> sessions.read(Session.reading(ANON, List.of()), failing, row -> row.getInt(1)))
          .isInstanceOfSatisfying(
              SqlFailure.class, e -> assertThat(e.sqlState()).isEqualTo("22012"));
      assertThatThrownBy(() ->
              sessions.write(
                  Session.writing(ANON, List.of()),
                  transaction -> transaction.query(failing, row -> row.getInt(1))))
          .isInstanceOf(SqlFailure.class);
      assertClean();
    }
  }

  @Test
  void aReadOnAConnectionThatDiedIsRepeatedOnAnother() throws SQLException {
    Session session = Session.reading(ANON, List.of());
    sessions.read(session, whoAmI(), CallerSessionsTest::columns);
    try (Connection superuser = server.getPostgresDatabase().getConnection();
        java.sql.Statement statement = superuser.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'login_only'");
    }
    assertThat(sessions.read(session, whoAmI(), CallerSessionsTest::columns))
        .first()
        .isEqualTo("anon");
  }

  @Test
  void aReadCannotWrite() {
    assertThatThrownBy(() ->
            sessions.read(Session.reading(ANON, List.of()), insert("1"), row -> row.getString(1)))
        .isInstanceOfSatisfying(SqlFailure.class, e -> assertThat(e.sqlState()).isEqualTo("25006"));
  }

  @Test
  void aWriteCommitsAndARollbackOnlyOneDoesNot() throws SQLException {
    Session session = Session.writing(ANON, List.of());
    String owner =
        sessions.write(session, tx -> tx.query(insert("2"), row -> row.getString("owner")));
    assertThat(owner).isEqualTo("anon");
    sessions.write(
        session,
        tx -> {
          tx.rollbackOnly();
          return tx.query(insert("3"), row -> row.getString("owner"));
        });
    assertThatThrownBy(() ->
            sessions.write(
                session,
                tx -> {
                  tx.query(insert("4"), row -> row.getString("owner"));
                  throw new IllegalStateException("changed my mind");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ids()).contains(2).doesNotContain(3, 4);
    assertClean();
  }

  @Test
  void laterStatementsOfATransactionAreTheCallersToo() {
    Session session = new Session("anon", "{}", List.of(), false, Isolation.SERIALIZABLE);
    String isolation =
        sessions.write(
            session,
            tx -> {
              tx.query(whoAmI(), CallerSessionsTest::columns);
              return tx.query(
                  new Sql()
                      .append("select current_setting('transaction_isolation'), current_user")
                      .build(),
                  row -> row.getString(1));
            });
    assertThat(isolation).isEqualTo("serializable");
  }

  @Test
  void aStatementThatHidesItsRoleIsRefused() {
    Statement hiding = new Sql().append("select 1 as one").build();
    assertThatThrownBy(
            () -> sessions.read(Session.reading(ANON, List.of()), hiding, row -> row.getInt(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStatementThatRanAsTheLoginRoleSendsNothing() {
    Session session = new Session("login_only", "{}", List.of(), true, null);
    assertThatThrownBy(() -> sessions.read(session, whoAmI(), CallerSessionsTest::columns))
        .isInstanceOf(CallerLost.class);
  }

  @Test
  void aRoleOutsideOfTheLoginRolesReachIsRefusedByTheServer() {
    Session session = new Session("postgres", "{}", List.of(), true, null);
    assertThatThrownBy(() -> sessions.read(session, whoAmI(), CallerSessionsTest::columns))
        .isInstanceOfSatisfying(SqlFailure.class, e -> assertThat(e.sqlState()).isEqualTo("42501"));
  }

  @Test
  void anEmptyOrNoneRoleNeverReachesTheServerAsTheLoginRole() {
    assertThatThrownBy(() -> new Session("", "{}", List.of(), true, null))
        .isInstanceOf(IllegalArgumentException.class);
    Session none = new Session("none", "{}", List.of(), true, null);
    assertThatThrownBy(() -> sessions.read(none, whoAmI(), CallerSessionsTest::columns))
        .isInstanceOf(CallerLost.class);
  }

  @Test
  void aServersErrorKeepsItsParts() {
    Statement failing =
        new Sql()
            .append("select * from notes where id = ")
            .value("x", "int4")
            .append(" and current_user is null")
            .build();
    assertThatThrownBy(
            () -> sessions.read(Session.reading(ANON, List.of()), failing, row -> row.getString(1)))
        .isInstanceOfSatisfying(
            SqlFailure.class,
            e -> {
              assertThat(e.kind()).isEqualTo(SqlFailure.Kind.STATEMENT);
              assertThat(e.serverMessage())
                  .isEqualTo("invalid input syntax for type integer: \"x\"");
            });
  }

  private static Statement whoAmI() {
    return new Sql()
        .append(
            """
            select current_user::text, current_setting('request.jwt.claims', true),
              current_setting('request.method', true),
              current_setting('transaction_read_only'), current_user\
            """)
        .build();
  }

  private static List<String> columns(ResultSet row) throws SQLException {
    return List.of(
        row.getString(1), row.getString(2), String.valueOf(row.getString(3)), row.getString(4));
  }

  private static Statement insert(String id) {
    return new Sql()
        .append("with written as (insert into notes (id) values (")
        .value(id, "int4")
        .append(") returning owner) select owner, current_user from written")
        .build();
  }

  private static List<Integer> ids() throws SQLException {
    try (Connection superuser = server.getPostgresDatabase().getConnection();
        java.sql.Statement statement = superuser.createStatement();
        ResultSet rows = statement.executeQuery("select id from notes")) {
      List<Integer> ids = new java.util.ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
      return ids;
    }
  }

  /** What the next borrower of the connection would find. */
  private void assertClean() throws SQLException {
    try (Connection connection = pool.getConnection();
        java.sql.Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select current_user = session_user,
                  coalesce(current_setting('request.jwt.claims', true), '') = '',
                  coalesce(current_setting('request.method', true), '') = '',
                  current_setting('transaction_read_only') = 'off'\
                """)) {
      row.next();
      for (int column = 1; column <= 4; column++) {
        assertThat(row.getBoolean(column)).as("column " + column).isTrue();
      }
    }
  }
}
