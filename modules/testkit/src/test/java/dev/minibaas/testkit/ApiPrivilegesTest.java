package dev.minibaas.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What the roles may do with what an operator adds later. */
@ExtendWith(PostgresExtension.class)
class ApiPrivilegesTest {
  private final TestDatabase database;
  private final ApiCaller anon;
  private final ApiCaller user;

  ApiPrivilegesTest(TestDatabase database) {
    this.database = database;
    this.anon = ApiCaller.anon(database);
    this.user = ApiCaller.user(database, UUID.randomUUID());
  }

  @Test
  void theRolesHaveTheRightsTheyAreMeantToHave() {
    assertThat(
            database.query(
                "select rolname || ' ' || rolcanlogin || ' ' || rolinherit || ' ' || rolbypassrls"
                    + " || ' ' || rolsuper from pg_roles"
                    + " where rolname !~ '^pg_' and rolname <> 'postgres' order by rolname"))
        .containsExactly(
            "anon false false false false",
            "authenticated false false false false",
            "authenticator true false false false",
            "minibaas_auth true false false false",
            "minibaas_permissions true false false false",
            "minibaas_realtime true false false false",
            "minibaas_registry true false false false",
            "minibaas_schemas true false false false",
            "service_role false false true false");
    assertThat(
            database.query(
                "select roleid::regrole::text from pg_auth_members"
                    + " where member = 'authenticator'::regrole order by 1"))
        .containsExactly("anon", "authenticated", "service_role");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from public.users",
        "select * from auth.users",
        "select auth.uid()",
        "create table public.mine (id int)",
        "set role postgres",
        "set role minibaas_auth"
      })
  void theLoginRoleOfTheApiMayDoNothingItself(String sql) throws SQLException {
    try (Connection connection = database.dataSource(Login.AUTHENTICATOR).getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("permission denied");
    }
  }

  @Test
  void aNewTableIsClosedUntilItHasAPolicy() throws SQLException {
    database.execute("create table public.notes (id serial, body text)");
    database.execute("insert into public.notes (body) values ('secret')");
    assertThat(anon.query("select body from notes")).isEmpty();
    assertThat(user.query("select body from notes")).isEmpty();
    assertThatThrownBy(() -> user.query("insert into notes (body) values ('x')"))
        .hasMessageContaining("row-level security");
    assertThat(ApiCaller.service(database).query("select body from notes"))
        .containsExactly("secret");
    database.execute("create policy all_notes on public.notes to authenticated using (true)");
    assertThat(user.query("insert into notes (body) values ('x') returning id")).hasSize(1);
    assertThat(anon.query("select body from notes")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table public.%s (id int) partition by range (id)",
        "create table public.%s as select 1 as id",
        "select 1 as id into public.%s",
        "create table if not exists public.%s (id int)"
      })
  void everyWayToMakeATableClosesIt(String sql) {
    String table = "made_" + Math.abs(sql.hashCode());
    database.execute(sql.formatted(table));
    assertThat(
            database.query(
                "select relrowsecurity from pg_class where relname = '%s'".formatted(table)))
        .containsExactly("t");
  }

  @Test
  void aTableElsewhereIsLeftAlone() {
    database.execute("create schema elsewhere; create table elsewhere.open (id int)");
    assertThat(
            database.query(
                "select relrowsecurity from pg_class where oid = 'elsewhere.open'::regclass"))
        .containsExactly("f");
    assertThatThrownBy(() -> anon.query("select * from elsewhere.open"))
        .hasMessageContaining("permission denied for schema elsewhere");
  }

  @Test
  void aViewRunsWithTheCallersRightsUnlessItSaysOtherwise() throws SQLException {
    database.execute("create table public.hidden (id int); insert into public.hidden values (1)");
    database.execute("create view public.hidden_view as select * from public.hidden");
    database.execute(
        "create view public.shown_view with (security_invoker = false)"
            + " as select * from public.hidden");
    database.execute("create materialized view public.hidden_copy as select * from public.hidden");
    assertThat(anon.query("select id from hidden_view")).isEmpty();
    assertThat(anon.query("select id from shown_view")).containsExactly("1");
    assertThatThrownBy(() -> anon.query("select id from hidden_copy"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void aNewFunctionIsForTheApiRolesAndForNobodyElse() throws SQLException {
    database.execute(
        "create function public.answer() returns int language sql return 42;"
            + "create function minibaas.internal() returns int language sql return 42");
    assertThat(anon.query("select answer()")).containsExactly("42");
    try (Connection connection = database.dataSource(Login.AUTH).getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select public.answer()"))
          .hasMessageContaining("permission denied");
    }
    assertThatThrownBy(() -> anon.query("select minibaas.internal()"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void theHistoryOfMigrationsIsOutOfReach() {
    assertThatThrownBy(
            () -> ApiCaller.service(database).query("select * from minibaas.flyway_schema_history"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void noFunctionOfOursIsOpenToEveryone() {
    assertThat(
            database.query(
                "select p.oid::regprocedure::text from pg_proc p"
                    + " join pg_namespace n on n.oid = p.pronamespace"
                    + " where n.nspname in ('auth', 'public', 'minibaas', 'realtime')"
                    + " and (p.proacl is null or exists (select from aclexplode(p.proacl) a"
                    + " where a.grantee = 0))"))
        .isEmpty();
  }

  @Test
  void everyFunctionThatRunsWithItsOwnersRightsHasAFixedSearchPath() {
    assertThat(
            database.query(
                "select oid::regprocedure::text from pg_proc where prosecdef"
                    + " and not coalesce(proconfig::text ~ 'search_path', false)"
                    + " and pronamespace not in ('pg_catalog'::regnamespace)"))
        .isEmpty();
  }

  @Test
  void theCallerFunctionsReadTheClaims() throws SQLException {
    assertThat(user.query("select auth.uid()")).containsExactly(String.valueOf(user.subject()));
    assertThat(user.query("select auth.role()")).containsExactly("authenticated");
    assertThat(user.query("select auth.jwt() ->> 'sub'"))
        .containsExactly(String.valueOf(user.subject()));
    assertThat(
            user.query(
                "select set_config('request.jwt.claims', '{\"email\":\"e@x\"}', true);"
                    + "select auth.email()"))
        .hasSize(1);
  }

  @Test
  void withoutACallerTheFunctionsAnswerNullAlsoAfterAnEarlierTransaction() throws SQLException {
    List<String> nothing = new java.util.ArrayList<>();
    nothing.add(null);
    String each = "select coalesce(auth.uid()::text, auth.role(), auth.email(), auth.jwt()::text)";
    assertThat(anon.query(each)).isEqualTo(nothing);
    try (Connection connection = database.dataSource(Login.SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select set_config('request.jwt.claims', '{\"sub\":\"x\"}', true)");
      connection.commit();
      try (var row = statement.executeQuery("select auth.uid(), auth.jwt()")) {
        row.next();
        assertThat(row.getString(1)).isNull();
        assertThat(row.getString(2)).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table public.listened (id int)",
        "alter table public.listened add column more text",
        "alter table public.listened drop column more",
        "create function public.listened_to() returns int language sql return 1",
        "drop function public.listened_to()",
        "drop table public.listened"
      })
  void aChangeOfTheSchemaIsAnnounced(String sql) throws SQLException {
    database.execute("create table if not exists public.listened (id int, more text)");
    database.execute(
        "create or replace function public.listened_to() returns int language sql return 1");
    if (sql.startsWith("create table") || sql.contains("add column")) {
      database.execute("drop table public.listened");
    }
    if (sql.contains("add column")) {
      database.execute("create table public.listened (id int)");
    }
    if (sql.startsWith("create function")) {
      database.execute("drop function public.listened_to()");
    }
    try (Connection listener = database.dataSource(Login.AUTHENTICATOR).getConnection();
        Statement statement = listener.createStatement()) {
      statement.execute("listen pgrst");
      database.execute(sql);
      PGNotification[] heard = listener.unwrap(PGConnection.class).getNotifications(5000);
      assertThat(heard).hasSize(1);
      assertThat(heard[0].getParameter()).isEqualTo("reload schema");
    }
  }

  @Test
  void aTemporaryTableIsNotAnnounced() throws SQLException {
    try (Connection listener = database.dataSource(Login.AUTHENTICATOR).getConnection();
        Statement statement = listener.createStatement()) {
      statement.execute("listen pgrst");
      database.execute("create temp table passing (id int); drop table passing");
      database.execute("notify pgrst, 'end'");
      PGNotification[] heard = listener.unwrap(PGConnection.class).getNotifications(5000);
      assertThat(heard[0].getParameter()).isEqualTo("end");
    }
  }
}
