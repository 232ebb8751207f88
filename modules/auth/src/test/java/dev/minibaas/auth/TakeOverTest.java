package dev.minibaas.auth;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.bootstrap.Bootstrap;
import dev.minibaas.bootstrap.BootstrapConfig;
import dev.minibaas.bootstrap.BootstrapFailure;
import dev.minibaas.bootstrap.LoginRoles;
import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases on which a GoTrue has run, with its own role as the owner of its tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverTest {
  private static final String PASSWORD = "a-password-of-the-tests";

  /** One user with a session, as GoTrue leaves them; its password is "correct horse". */
  private static final String USER =
      """
      insert into auth.users (
        instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
        confirmation_token, recovery_token, email_change_token_new, email_change,
        raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
      values (
        '00000000-0000-0000-0000-000000000000', 'a7cbbd4d-1f5d-4ff3-8b27-8a3e6d0a1c10',
        'authenticated', 'authenticated', 'ada@example.org', '%s', now(), '', '', '', '',
        '{"provider":"email","providers":["email"]}', '{"name":"Ada"}', now(), now());
      insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
      values (
        'a7cbbd4d-1f5d-4ff3-8b27-8a3e6d0a1c10', 'a7cbbd4d-1f5d-4ff3-8b27-8a3e6d0a1c10',
        '{"sub":"a7cbbd4d-1f5d-4ff3-8b27-8a3e6d0a1c10","email":"ada@example.org"}', 'email',
        now(), now());
      insert into auth.sessions (id, user_id, created_at, updated_at, aal)
      values (
        'c0a1c0de-0000-4000-8000-000000000001', 'a7cbbd4d-1f5d-4ff3-8b27-8a3e6d0a1c10',
        now(), now(), 'aal1');
      insert into auth.refresh_tokens (
        instance_id, token, user_id, session_id, revoked, created_at, updated_at)
      values (
        '00000000-0000-0000-0000-000000000000', 'gotruesToken',
        'a7cbbd4d-1f5d-4ff3-8b27-8a3e6d0a1c10', 'c0a1c0de-0000-4000-8000-000000000001', false,
        now(), now());
      """;

  private final ThrowawayPostgres server = ThrowawayPostgres.logging();
  private final Passwords passwords = new Passwords(AuthFixture.config(Map.of()).password());

  @AfterAll
  void stop() {
    server.close();
  }

  /** What a GoTrue of v2.163 leaves: our second and third migration under its role. */
  private Superuser goTrues(String name) throws Exception {
    Superuser database = server.createEmptyDatabase(name);
    execute(
        database,
        """
        do $$ begin
          create role supabase_auth_admin nologin noinherit;
        exception when duplicate_object then null; end $$;
        do $$ begin
          create role minibaas_auth login noinherit;
        exception when duplicate_object then null; end $$;
        do $$ begin
          create role anon nologin noinherit;
          create role authenticated nologin noinherit;
          create role service_role nologin noinherit bypassrls;
        exception when duplicate_object then null; end $$;
        """);
    execute(database, asGoTrue("V002__auth_tables.sql") + asGoTrue("V003__caller_functions.sql"));
    execute(
        database,
        """
        set role supabase_auth_admin;
        insert into auth.schema_migrations values ('00'), ('20240427152123'), ('20241009103726');
        alter table auth.users enable row level security;
        alter table auth.sessions enable row level security;
        """
            + USER.formatted(passwords.hash(AuthFixture.PASSWORD)));
    return database;
  }

  private static String asGoTrue(String migration) throws IOException {
    Path file = Path.of(System.getProperty("root.dir"), "db/postgresql", migration);
    String text = Files.readString(file).replace("minibaas_auth", "supabase_auth_admin");
    return "begin;" + text + "commit;";
  }

  private static List<String> bootstrap(Superuser database) {
    List<String> lines = new ArrayList<>();
    Bootstrap.run(
        new BootstrapConfig(database, LoginRoles.withPassword(PASSWORD), true, Duration.ZERO),
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

  private static Transactions transactions(Superuser database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser("minibaas_auth");
    source.setPassword(PASSWORD);
    return new Transactions(source);
  }

  @Test
  void theUsersOfAGoTrueLogInWithTheirPasswordsAndTheirSessionsGoOn() throws Exception {
    Superuser database = goTrues("gotrue");

    assertThat(bootstrap(database)).contains("schema auth taken over from GoTrue, with 1 users");
    assertThat(bootstrap(database)).contains("schema is current").hasSize(4);

    AuthFixture auth = new AuthFixture(transactions(database), Map.of());
    assertThat(auth.login("ada@example.org").getJsonObject("user").getString("id"))
        .isEqualTo("a7cbbd4d-1f5d-4ff3-8b27-8a3e6d0a1c10");
    assertThat(
            auth.refreshGrant
                .refresh(body("{'refresh_token':'gotruesToken'}"), ANYBODY)
                .session()
                .id())
        .hasToString("c0a1c0de-0000-4000-8000-000000000001");
  }

  @Test
  void allOfItIsTheServicesAfterwardsAndThatOfANewDatabase() throws Exception {
    Superuser database = goTrues("owned");
    bootstrap(database);
    Superuser fresh = server.createDatabase("fresh");

    assertThat(
            query(
                database,
                """
                select count(*) from (
                  select relowner as owner from pg_class where relnamespace = 'auth'::regnamespace
                  union all
                  select typowner from pg_type where typnamespace = 'auth'::regnamespace
                  union all
                  select proowner from pg_proc where pronamespace = 'auth'::regnamespace
                  union all
                  select nspowner from pg_namespace where nspname = 'auth') objects
                where owner <> 'minibaas_auth'::regrole
                """))
        .isEqualTo("0");
    for (String catalogue :
        List.of(
            """
            select string_agg(table_name || '.' || column_name || ' ' || udt_name || is_nullable,
              E'\\n' order by table_name, column_name)
            from information_schema.columns where table_schema = 'auth'
            """,
            """
            select string_agg(indexdef, E'\\n' order by indexdef) from pg_indexes
            where schemaname = 'auth'
            """,
            """
            select string_agg(proname || prosrc || coalesce(proacl::text, ''), E'\\n' order by proname)
            from pg_proc where pronamespace = 'auth'::regnamespace
            """)) {
      assertThat(query(database, catalogue)).isEqualTo(query(fresh, catalogue));
    }
    assertThat(query(database, "select email || ' ' || name from public.users"))
        .isEqualTo("ada@example.org Ada");
  }

  @Test
  void anApplicationsOwnTablesAndTriggersStay() throws Exception {
    Superuser database = goTrues("application");
    execute(
        database,
        """
        create table public.users (id uuid primary key references auth.users (id), motto text);
        create function public.greet() returns trigger language plpgsql security definer as
          'begin insert into public.users values (new.id, ''new''); return new; end';
        create trigger greet after insert on auth.users
          for each row execute function public.greet();
        create policy mine on public.users using (auth.uid() = id);
        """);

    assertThat(bootstrap(database))
        .contains("public has tables of its own, so the demo tables are left out");

    transactions(database)
        .in(tx -> tx.change("insert into auth.users (id) values (gen_random_uuid())"));
    assertThat(query(database, "select string_agg(motto, ',') from public.users")).isEqualTo("new");
    assertThat(query(database, "select count(*) from pg_policies where policyname = 'mine'"))
        .isEqualTo("1");
  }

  @Test
  void whatIsNoUsableGoTrueIsLeftAlone() throws Exception {
    Superuser strange = server.createEmptyDatabase("strange");
    execute(strange, "create schema auth; create table auth.things (id int)");
    Superuser old = goTrues("old");
    execute(old, "delete from auth.schema_migrations where version = '20241009103726'");

    assertThatThrownBy(() -> bootstrap(strange))
        .isInstanceOf(BootstrapFailure.class)
        .hasMessageContaining("isn't GoTrue's");
    assertThatThrownBy(() -> bootstrap(old))
        .isInstanceOf(BootstrapFailure.class)
        .hasMessageContaining("before v2.163");
    assertThat(query(old, "select tableowner from pg_tables where tablename = 'sessions'"))
        .isEqualTo("supabase_auth_admin");
    assertThat(query(old, "select to_regnamespace('minibaas')")).isNull();
  }
}
