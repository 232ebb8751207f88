package dev.minibaas.devstack;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import org.postgresql.PGConnection;

/** The lasting PostgreSQL of an instance. */
final class EmbeddedDatabase {
  private static final String MAINTENANCE = "postgres";

  private final PostgresServer server;
  private final Secrets secrets;
  private volatile int port;

  EmbeddedDatabase(DataDirectory directory, Secrets secrets) {
    this.server = new PostgresServer(directory.file("postgresql"));
    this.secrets = secrets;
  }

  boolean isNew() {
    return !server.initialized();
  }

  Path log() {
    return server.log();
  }

  OptionalLong pid() {
    return server.pid();
  }

  int port() {
    return port;
  }

  /**
   * Starts it with the superuser's password and the database that are wanted.
   *
   * @param ports says a free one each time
   */
  void start(IntSupplier ports, String password, String database) {
    String current = isNew() ? password : secrets.databasePassword();
    if (isNew()) {
      secrets.keepDatabasePassword(password);
    }
    server.initialize(current);
    port = server.start(ports, Map.of());
    try (Connection connection = superuser(MAINTENANCE, current).connect()) {
      if (!current.equals(password)) {
        connection
            .unwrap(PGConnection.class)
            .alterUserPassword(PostgresServer.SUPERUSER, password.toCharArray(), "scram-sha-256");
        secrets.keepDatabasePassword(password);
      }
      createMissing(connection, database);
    } catch (SQLException e) {
      throw new StackFailure("the database refuses: " + e.getMessage(), e);
    }
  }

  /** Starts it again after its process was killed. */
  void restart() {
    server.start(port, Map.of());
  }

  void stop() {
    server.stop();
  }

  Superuser superuser(String database, String password) {
    return new Superuser("127.0.0.1", port, database, PostgresServer.SUPERUSER, password);
  }

  private static void createMissing(Connection connection, String database) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select 1 from pg_catalog.pg_database where datname = ?")) {
      query.setString(1, database);
      if (query.executeQuery().next()) {
        return;
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("create database \"" + database.replace("\"", "\"\"") + '"');
    }
  }
}
