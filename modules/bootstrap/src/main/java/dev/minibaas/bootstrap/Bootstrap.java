package dev.minibaas.bootstrap;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.PGConnection;

/**
 * Brings a database to the current state: migrations, the passwords of the login roles, and the
 * settings that are kept in the database. Running it again changes nothing.
 */
public final class Bootstrap {
  /** The first version whose views can run with the caller's rights. */
  private static final int OLDEST_VERSION = 150000;

  private static final int PASSWORD_ATTEMPTS = 20;

  /** Held here because the logging system forgets loggers nobody holds. */
  private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

  private final BootstrapConfig config;
  private final Consumer<String> progress;

  private Bootstrap(BootstrapConfig config, Consumer<String> progress) {
    this.config = config;
    this.progress = progress;
  }

  /** The db-bootstrap job: settings from the environment, one line per step, exit 1 on failure. */
  public static void main(String[] arguments) {
    System.exit(mainOf(Settings.ofEnvironment()));
  }

  static int mainOf(Settings settings) {
    try {
      BootstrapConfig config = BootstrapConfig.from(settings);
      settings.check();
      run(config, line -> System.out.println("bootstrap: " + line));
      return 0;
    } catch (InvalidSettings e) {
      e.problems().forEach(problem -> System.err.println("bootstrap: " + problem));
      return 1;
    } catch (BootstrapFailure e) {
      System.err.println("bootstrap: " + e.getMessage());
      return 1;
    }
  }

  /**
   * Prepares the database that {@code config} names.
   *
   * @param progress gets one line per step
   * @throws BootstrapFailure when it can't be prepared
   */
  public static void run(BootstrapConfig config, Consumer<String> progress) {
    new Bootstrap(config, progress).run();
  }

  private void run() {
    new DatabaseWait(config.database(), config.patience(), progress).await();
    try (Connection connection = config.database().connect()) {
      requireUsable(connection);
      migrate(connection);
      setPasswords(connection);
      keepSettings(connection);
    } catch (SQLException e) {
      throw new BootstrapFailure("the database refuses: " + e.getMessage(), e);
    }
  }

  private void requireUsable(Connection connection) throws SQLException {
    String sql =
        "select current_setting('server_version_num')::int, current_setting('server_version'),"
            + " rolsuper from pg_catalog.pg_roles where rolname = current_user";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      if (row.getInt(1) < OLDEST_VERSION) {
        throw new BootstrapFailure(
            "PostgreSQL " + row.getString(2) + " is too old: 15 or newer is needed, 16 is tested",
            null);
      }
      if (!row.getBoolean(3)) {
        throw new BootstrapFailure(
            "POSTGRES_USER (%s) is no superuser: event triggers and BYPASSRLS need one"
                .formatted(config.database().user()),
            null);
      }
      progress.accept("PostgreSQL %s at %s".formatted(row.getString(2), config.database()));
    }
  }

  private FluentConfiguration flyway() {
    Superuser database = config.database();
    return Flyway.configure(Bootstrap.class.getClassLoader())
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .locations("classpath:db/postgresql")
        // its history is out of the API's reach
        .schemas("minibaas")
        .placeholderReplacement(false)
        .validateMigrationNaming(true);
  }

  private void migrate(Connection connection) throws SQLException {
    FLYWAY_LOG.setLevel(Level.WARNING);
    try {
      new TakeOver(connection, flyway(), progress).run();
      MigrateResult result = flyway().load().migrate();
      progress.accept(
          result.migrationsExecuted == 0
              ? "schema is current"
              : "%d migrations applied, schema is at %s"
                  .formatted(result.migrationsExecuted, result.targetSchemaVersion));
    } catch (FlywayException e) {
      throw new BootstrapFailure("migration failed: " + e.getMessage(), e);
    }
  }

  private void setPasswords(Connection connection) throws SQLException {
    Map<String, String> passwords = config.logins().passwords();
    for (Map.Entry<String, String> login : passwords.entrySet()) {
      setPassword(connection, login.getKey(), login.getValue());
    }
    progress.accept("passwords set of " + String.join(", ", passwords.keySet()));
  }

  /** Hashed by the driver, so that neither the wire nor the server's log sees the password. */
  private static void setPassword(Connection connection, String role, String password)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        connection
            .unwrap(PGConnection.class)
            .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
        return;
      } catch (SQLException e) {
        // roles are the cluster's: another database may be readied at this moment
        boolean collided = String.valueOf(e.getMessage()).contains("tuple concurrently updated");
        if (!collided || attempt == PASSWORD_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void keepSettings(Connection connection) throws SQLException {
    String state = config.rlsOnNewTables() ? "enable" : "disable";
    try (Statement statement = connection.createStatement()) {
      statement.execute("alter event trigger minibaas_close_new_tables " + state);
    }
    progress.accept(
        config.rlsOnNewTables()
            ? "new tables in public get row-level security"
            : "new tables in public are open: RLS_ON_NEW_TABLES is false");
  }
}
