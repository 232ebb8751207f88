package dev.minibaas.devstack.postgres;

import dev.minibaas.bootstrap.Bootstrap;
import dev.minibaas.bootstrap.BootstrapConfig;
import dev.minibaas.bootstrap.LoginRoles;
import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.Command;
import dev.minibaas.devstack.FreePort;
import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server for tests: everything is gone when it is closed, and also when the program that started
 * it ends in any way, killed included.
 */
public final class ThrowawayPostgres implements AutoCloseable {
  public static final String SUPERUSER_PASSWORD = "throw-away-superuser";
  public static final String LOGIN_PASSWORD = "throw-away-login";

  private static final String TEMPLATE = "minibaas_template";

  /** Nothing here has to survive a power cut. */
  private static final Map<String, String> CARELESS =
      Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

  private final PostgresServer server;
  private final int port;
  private final Map<String, String> parameters;
  private final Process cleaner;
  private boolean templateMade;

  private ThrowawayPostgres(
      PostgresServer server, int port, Map<String, String> parameters, Process cleaner) {
    this.server = server;
    this.port = port;
    this.parameters = parameters;
    this.cleaner = cleaner;
  }

  /** Starts one that logs every statement. */
  public static ThrowawayPostgres logging() {
    return start(Map.of("log_statement", "all"));
  }

  /**
   * Starts one in a new temporary folder.
   *
   * @param parameters as in postgresql.conf
   */
  public static ThrowawayPostgres start(Map<String, String> parameters) {
    try {
      Path directory = Files.createTempDirectory("minibaas-postgres-");
      var server = new PostgresServer(directory);
      Process cleaner = cleanerOf(server);
      server.initialize(SUPERUSER_PASSWORD, List.of("--no-sync"));
      Map<String, String> all = new TreeMap<>(CARELESS);
      all.putAll(parameters);
      return new ThrowawayPostgres(server, server.start(FreePort::any, all), all, cleaner);
    } catch (IOException e) {
      throw new StackFailure("cannot start a throw-away database: " + e.getMessage(), e);
    }
  }

  /**
   * A shell that waits for its input to end, which happens when this program ends, and then stops
   * the server and deletes its folder.
   */
  private static Process cleanerOf(PostgresServer server) throws IOException {
    String script =
        "trap '' HUP INT TERM; directory=$1; shift; cat >/dev/null; \"$@\"; rm -rf \"$directory\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.add(server.directory().toString());
    command.addAll(Programs.stop(server.data(), "immediate"));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public int port() {
    return port;
  }

  public Path log() {
    return server.log();
  }

  /** How to connect to one of its databases as superuser. */
  public Superuser superuser(String database) {
    return new Superuser("127.0.0.1", port, database, PostgresServer.SUPERUSER, SUPERUSER_PASSWORD);
  }

  /** Creates a database with nothing of ours in it. */
  public Superuser createEmptyDatabase(String name) {
    execute("create database " + quoted(name));
    return superuser(name);
  }

  /** Creates a database that bootstrap has prepared: copied from one, so it takes a moment only. */
  public synchronized Superuser createDatabase(String name) {
    if (!templateMade) {
      createEmptyDatabase(TEMPLATE);
      bootstrap(TEMPLATE, true);
      templateMade = true;
    }
    execute("create database " + quoted(name) + " template " + TEMPLATE);
    return superuser(name);
  }

  /** Runs bootstrap on one of its databases. */
  public void bootstrap(String database, boolean rlsOnNewTables) {
    var config =
        new BootstrapConfig(
            superuser(database),
            LoginRoles.withPassword(LOGIN_PASSWORD),
            rlsOnNewTables,
            Duration.ofSeconds(30));
    Bootstrap.run(config, line -> {});
  }

  public void dropDatabase(String name) {
    execute("drop database if exists " + quoted(name) + " with (force)");
  }

  /** Ends every session and stops the server, for a while. */
  public void interrupt() {
    server.stop();
  }

  /** Starts it again where it was, with what it had. */
  public void resume() {
    server.start(port, parameters);
  }

  private void execute(String sql) {
    try (Connection connection = superuser("postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new StackFailure(sql + " failed: " + e.getMessage(), e);
    }
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    try {
      cleaner.getOutputStream().close();
    } catch (IOException e) {
      throw new StackFailure("cannot stop the throw-away database: " + e.getMessage(), e);
    }
    Command.finished(cleaner, Duration.ofSeconds(60));
  }
}
