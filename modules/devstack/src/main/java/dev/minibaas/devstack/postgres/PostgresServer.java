package dev.minibaas.devstack.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.devstack.Command;
import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * One PostgreSQL server with its data in a folder. It outlives the program that started it, until
 * {@link #stop()}; a killed server or a killed starter is no obstacle to the next start.
 */
public final class PostgresServer {
  public static final String SUPERUSER = "postgres";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LOG_LINES_SHOWN = 15;

  /** The children of a killed postmaster may need a moment to notice. */
  private static final String STILL_IN_USE = "pre-existing shared memory block";

  private static final int ATTEMPTS = 20;
  private static final String ADDRESS_IN_USE = "Address already in use";
  private static final int PORTS_TRIED = 10;

  private final Path directory;
  private final Path data;

  /**
   * @param directory holds the data folder, the log and nothing else
   */
  public PostgresServer(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.data = this.directory.resolve("data");
  }

  public Path log() {
    return directory.resolve("postgresql.log");
  }

  /** The process id of the running server. */
  public OptionalLong pid() {
    return Postmaster.of(data).stream().mapToLong(ProcessHandle::pid).findFirst();
  }

  public boolean initialized() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  /** Makes the data folder, unless it is there. */
  public void initialize(String superuserPassword) {
    initialize(superuserPassword, List.of());
  }

  void initialize(String superuserPassword, List<String> options) {
    if (initialized()) {
      return;
    }
    // renamed when complete: a start that was killed here leaves no half data folder
    Path partial = directory.resolve("data.partial");
    try {
      Files.createDirectories(directory);
      Path passwordFile = passwordFile(superuserPassword);
      try {
        initdb(partial, passwordFile, options);
      } finally {
        Files.deleteIfExists(passwordFile);
      }
      Files.writeString(
          partial.resolve("postgresql.conf"),
          "\ninclude 'minibaas.conf'\n",
          StandardOpenOption.APPEND);
      Files.move(partial, data);
    } catch (IOException e) {
      throw new StackFailure("cannot create the database in " + directory + ": " + e, e);
    }
  }

  private Path passwordFile(String password) throws IOException {
    Path file =
        Files.createTempFile(
            directory,
            "initdb-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, password + "\n");
  }

  /**
   * With the platform's locale where the system has it, so that upper and lower know all letters.
   */
  private static void initdb(Path partial, Path passwordFile, List<String> options)
      throws IOException {
    Command.Result result = new Command.Result(1, "");
    for (String locale : List.of("C.UTF-8", "C")) {
      Directories.delete(partial);
      List<String> arguments =
          new ArrayList<>(
              List.of("-D", partial.toString(), "-U", SUPERUSER, "-A", "scram-sha-256"));
      arguments.addAll(
          List.of("--pwfile", passwordFile.toString(), "-E", "UTF8", "--locale", locale));
      arguments.addAll(options);
      result = Programs.run("initdb", arguments, PATIENCE);
      if (result.succeeded()) {
        return;
      }
    }
    throw new StackFailure("initdb failed: " + result.output());
  }

  /**
   * Starts the server on the first port that nobody takes meanwhile.
   *
   * @param ports says a free one each time
   * @return the port
   */
  public int start(IntSupplier ports, Map<String, String> parameters) {
    for (int attempt = 1; ; attempt++) {
      int port = ports.getAsInt();
      try {
        start(port, parameters);
        return port;
      } catch (PortTaken e) {
        if (attempt == PORTS_TRIED) {
          throw e;
        }
      }
    }
  }

  /**
   * Starts the server, after stopping one that is left from before.
   *
   * @param parameters beside those every server here has
   */
  public void start(int port, Map<String, String> parameters) {
    if (pid().isPresent()) {
      stop();
    }
    try {
      // of a killed server; if its number lives on in another program, PostgreSQL would refuse
      Files.deleteIfExists(Postmaster.file(data));
      Files.writeString(data.resolve("minibaas.conf"), configuration(port, parameters));
      for (int attempt = 1; !started(port, attempt == ATTEMPTS); attempt++) {
        Thread.sleep(250);
      }
    } catch (IOException e) {
      throw new StackFailure("cannot start the database in " + directory + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while starting the database", e);
    }
  }

  private static String configuration(int port, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>();
    all.put("port", Integer.toString(port));
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.put("wal_level", "logical");
    // a slot that nobody reads any more must not fill the disk
    all.put("max_slot_wal_keep_size", "2GB");
    all.put("max_connections", "200");
    all.put("timezone", "UTC");
    all.put("log_timezone", "UTC");
    all.put("log_line_prefix", "%m [%p] %v %u %a ");
    all.putAll(parameters);
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + " = '" + entry.getValue().replace("'", "''") + "'\n")
        .collect(Collectors.joining());
  }

  private boolean started(int port, boolean lastAttempt) throws IOException {
    long logStart = Files.exists(log()) ? Files.size(log()) : 0;
    Command.Result result =
        Programs.run(
            "pg_ctl",
            List.of("start", "-D", data.toString(), "-l", log().toString(), "-w", "-t", "60"),
            PATIENCE);
    if (result.succeeded()) {
      return true;
    }
    String said = logSince(logStart);
    if (said.contains(STILL_IN_USE) && !lastAttempt) {
      return false;
    }
    if (said.contains(ADDRESS_IN_USE)) {
      throw new PortTaken(port);
    }
    throw new StackFailure(
        "the database in %s does not start: %s\n%s"
            .formatted(directory, result.output(), lastLines(said)));
  }

  private String logSince(long position) throws IOException {
    byte[] all = Files.exists(log()) ? Files.readAllBytes(log()) : new byte[0];
    int from = (int) Math.min(position, all.length);
    return new String(all, from, all.length - from, UTF_8);
  }

  private static String lastLines(String text) {
    List<String> lines = text.lines().toList();
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }

  /** Ends every session and stops the server; nothing committed is lost. */
  public void stop() {
    if (pid().isEmpty()) {
      return;
    }
    Command.Result result = Command.run(Programs.stop(data, "fast"), PATIENCE);
    if (!result.succeeded() && pid().isPresent()) {
      throw new StackFailure("the database in " + directory + " does not stop: " + result.output());
    }
  }

  Path directory() {
    return directory;
  }

  Path data() {
    return data;
  }
}
