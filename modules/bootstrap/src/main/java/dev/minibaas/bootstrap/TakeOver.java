package dev.minibaas.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Makes the schema {@code auth} that a GoTrue has made ours, with all users in it: its objects get
 * our owner, and the migrations that would make them count as done. The later ones complete it.
 *
 * <p>What an application has in {@code public} stays as it is: where its tables have the names of
 * the demo tables, these are left out.
 */
final class TakeOver {
  /** The newest of GoTrue's migrations whose outcome the later migrations rely on: v2.163. */
  private static final String NEEDED = "20241009103726";

  /** The tables of identity, and what policies ask about the caller. */
  private static final Set<String> THERE_ALREADY = Set.of("002", "003");

  /** The demo tables and what follows accounts into one of them. */
  private static final Set<String> DEMO = Set.of("006", "007");

  private static final String CALLER_FUNCTIONS = "V003__caller_functions.sql";

  private static final String REALTIME = "V080__realtime.sql";

  private static final String POLICIES_OF_CHANNELS =
      """
      select coalesce(string_agg(
        format(
          'create policy %I on realtime.messages as %s for %s to %s%s%s;',
          policyname, permissive, cmd,
          (select string_agg(quote_ident(role), ', ') from unnest(roles) role),
          ' using (' || qual || ')', ' with check (' || with_check || ')'),
        chr(10)), '')
      from pg_catalog.pg_policies
      where schemaname = 'realtime' and tablename = 'messages'
      """;

  private static final String OWN =
      """
      do $$
      declare
        object record;
      begin
        alter schema auth owner to minibaas_auth;
        for object in
          select c.oid::regclass as name from pg_catalog.pg_class c
          where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            -- an extension's objects stay its own, and a column's sequence follows its table
            and not exists (
              select from pg_catalog.pg_depend d
              where d.classid = 'pg_class'::regclass and d.objid = c.oid
                and (d.deptype = 'e' or (c.relkind = 'S' and d.deptype in ('a', 'i'))))
        loop
          execute format('alter table %s owner to minibaas_auth', object.name);
        end loop;
        for object in
          select t.oid::regtype as name from pg_catalog.pg_type t
          where t.typnamespace = 'auth'::regnamespace and t.typtype in ('e', 'd', 'r')
            and not exists (
              select from pg_catalog.pg_depend d
              where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
        loop
          execute format('alter type %s owner to minibaas_auth', object.name);
        end loop;
        for object in
          select p.oid::regprocedure as name from pg_catalog.pg_proc p
          where p.pronamespace = 'auth'::regnamespace and p.prokind in ('f', 'p', 'w')
            and not exists (
              select from pg_catalog.pg_depend d
              where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        loop
          execute format('alter routine %s owner to minibaas_auth', object.name);
        end loop;
      end
      $$;
      """;

  private static final String RECORD =
      """
      insert into minibaas.flyway_schema_history (
        installed_rank, version, description, type, script, checksum, installed_by,
        execution_time, success)
      select max(installed_rank) + 1, ?, ?, 'SQL', ?, ?, current_user, 0, true
      from minibaas.flyway_schema_history
      """;

  private final Connection connection;
  private final FluentConfiguration flyway;
  private final Consumer<String> progress;

  TakeOver(Connection connection, FluentConfiguration flyway, Consumer<String> progress) {
    this.connection = connection;
    this.flyway = flyway;
    this.progress = progress;
  }

  /** Does nothing on a database that has no such schema, or one of ours. */
  void run() throws SQLException {
    if (isTrue("select to_regnamespace('auth') is not null") && !isDone("002")) {
      requireUsable();
      // the roles come first: they are to own it
      flyway.target("001").load().migrate();
      inTransaction(() -> {
        execute(OWN);
        execute(callerFunctions());
        record(THERE_ALREADY);
      });
      progress.accept(
          "schema auth taken over from GoTrue, with %s users"
              .formatted(text("select count(*) from auth.users")));
    }
    if (hasTablesOfDemo() && !isDone("006")) {
      flyway.target("005").load().migrate();
      inTransaction(() -> record(DEMO));
      progress.accept("public has tables of its own, so the demo tables are left out");
    }
    if (isTrue("select to_regnamespace('realtime') is not null") && !isDone("080")) {
      // the question mark: there need be none of this number
      flyway.target("079?").load().migrate();
      inTransaction(this::takeOverRealtime);
      progress.accept(
          "schema realtime was there and is realtime_before now; the policies of its channels go on");
    }
  }

  /** Statements that can fail. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  private void inTransaction(Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private boolean isDone(String version) throws SQLException {
    return isTrue("select to_regclass('minibaas.flyway_schema_history') is not null")
        && isTrue(
            "select exists (select from minibaas.flyway_schema_history where version = '%s')"
                .formatted(version));
  }

  private void requireUsable() throws SQLException {
    boolean isGoTrues =
        isTrue("select to_regclass('auth.users') is not null")
            && isTrue("select to_regclass('auth.schema_migrations') is not null");
    if (!isGoTrues) {
      throw new BootstrapFailure(
          "schema auth exists, but isn't GoTrue's: rename or drop it, then start again", null);
    }
    if (!isTrue(
        "select exists (select from auth.schema_migrations where version = '" + NEEDED + "')")) {
      throw new BootstrapFailure(
          "schema auth is of a GoTrue before v2.163: start a newer GoTrue on it once, which brings"
              + " it up to date, then start again",
          null);
    }
  }

  /** What is there is replaced by ours: the same answers, whatever GoTrue's age. */
  private static String callerFunctions() {
    return script(CALLER_FUNCTIONS).replace("create function", "create or replace function");
  }

  private static String script(String name) {
    try (InputStream file =
        TakeOver.class.getClassLoader().getResourceAsStream("db/postgresql/" + name)) {
      if (file == null) {
        throw new IllegalStateException("this build has no " + name);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("can't read " + name, e);
    }
  }

  /** Functions that policies and triggers call by name are ours from then on. */
  private void takeOverRealtime() throws SQLException {
    String policies = text(POLICIES_OF_CHANNELS);
    execute("alter schema realtime rename to realtime_before");
    execute(script(REALTIME) + policies);
    record(Set.of("080"));
  }

  private boolean hasTablesOfDemo() throws SQLException {
    return isTrue(
        """
        select exists (
          select from pg_catalog.pg_class
          where relnamespace = 'public'::regnamespace
            and relname in ('users', 'user_profiles', 'posts', 'projects', 'mock_orders'))
        """);
  }

  private void record(Set<String> versions) throws SQLException {
    List<MigrationInfo> migrations =
        List.of(flyway.target("latest").load().info().all()).stream()
            // the creation of its own schema has none
            .filter(migration -> migration.getVersion() != null)
            .filter(migration -> versions.contains(migration.getVersion().getVersion()))
            .toList();
    try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
      for (MigrationInfo migration : migrations) {
        statement.setString(1, migration.getVersion().getVersion());
        statement.setString(2, migration.getDescription());
        statement.setString(3, migration.getScript());
        statement.setObject(4, migration.getChecksum());
        statement.executeUpdate();
      }
    }
  }

  private String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean isTrue(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
