package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.http.Histogram;
import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.stack.PgUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own load generator, sending captured statements in the trips of the platform: in one
 * pipeline, BEGIN included, and COMMIT after the answer to that.
 */
final class Pgbench {
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern PROCESSED =
      Pattern.compile("number of transactions actually processed: (\\d+)");

  /** Enough for percentiles, and too little to be felt. */
  private static final double LOGGED_SHARE = 0.2;

  private final String program;
  private final PgUrl database;
  private final Path script;
  private final List<String> definitions;

  private Pgbench(String program, PgUrl database, Path script, List<String> definitions) {
    this.program = program;
    this.database = database;
    this.script = script;
    this.definitions = definitions;
  }

  /** What one window showed. */
  record Window(double perSecond, long transactions, Histogram latencies, long cpuMicros) {}

  /**
   * @param statements as captured with {@code key} in the request
   * @param keys the key is drawn from 1 to this
   */
  static Pgbench of(PgUrl database, List<Captured> statements, int key, int keys)
      throws IOException {
    List<String> definitions = new ArrayList<>();
    Path file = Files.createTempFile("minibaas-bench-", ".sql");
    file.toFile().deleteOnExit();
    Files.writeString(file, script(statements, key, keys, definitions));
    return new Pgbench(program(), database, file, definitions);
  }

  /**
   * @param definitions takes the values of the script's variables, but for the key's
   */
  static String script(List<Captured> statements, int key, int keys, List<String> definitions) {
    StringBuilder script = new StringBuilder("\\set key random(1, " + keys + ")\n");
    boolean pipelining = false;
    for (Captured statement : statements) {
      if (pipelining == statement.isEnd()) {
        script.append(pipelining ? "\\endpipeline\n" : "\\startpipeline\n");
        pipelining = !pipelining;
      }
      script.append(withVariables(statement, Integer.toString(key), definitions)).append(";\n");
    }
    return script.append(pipelining ? "\\endpipeline\n" : "").toString();
  }

  /** pgbench binds its variables as we bind our values. */
  private static String withVariables(Captured statement, String key, List<String> definitions) {
    String text = statement.text().strip().replace("\n", " ");
    // from the last one on, so that $1 does not match the beginning of $10
    for (int i = statement.parameters().size(); i > 0; i--) {
      String value = statement.parameters().get(i - 1);
      String variable = "key";
      if (!value.equals(key)) {
        variable = "v" + definitions.size();
        definitions.add(variable + "=" + value);
      }
      text = text.replace("$" + i, ":" + variable);
    }
    return text;
  }

  /** Debian keeps the program of each version in a folder of its own. */
  private static String program() throws IOException {
    Path debian = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(debian)) {
      return "pgbench";
    }
    try (Stream<Path> versions = Files.list(debian)) {
      return versions
          .map(version -> version.resolve("bin/pgbench"))
          .filter(Files::isExecutable)
          .map(Path::toString)
          .max(String::compareTo)
          .orElse("pgbench");
    }
  }

  Window run(Duration window, int connections) throws IOException {
    Path folder = Files.createTempDirectory("minibaas-bench-");
    CpuClock clock = CpuClock.ofEndedChildren();
    long start = clock.micros();
    String printed = printed(command(window, connections, folder.resolve("log")));
    long cpu = clock.micros() - start;
    return new Window(
        number(TPS, printed), (long) number(PROCESSED, printed), latencies(folder), cpu);
  }

  /** Takes them out of the logs of pgbench's threads, and those away. */
  private static Histogram latencies(Path folder) throws IOException {
    var latencies = new Histogram();
    try (Stream<Path> logs = Files.list(folder)) {
      for (Path log : logs.toList()) {
        try (Stream<String> lines = Files.lines(log)) {
          lines.forEach(line -> latencies.add(Long.parseLong(line.split(" ", 4)[2]) * 1000));
        }
        Files.delete(log);
      }
    }
    Files.delete(folder);
    return latencies;
  }

  private List<String> command(Duration window, int connections, Path log) {
    List<String> command = new ArrayList<>(List.of(program, "-n", "-M", "prepared"));
    command.addAll(List.of("-c", Integer.toString(connections)));
    command.addAll(List.of("-j", Integer.toString(Math.min(2, connections))));
    command.addAll(List.of("-T", Long.toString(window.toSeconds())));
    command.addAll(List.of("-l", "--log-prefix=" + log, "--sampling-rate=" + LOGGED_SHARE));
    command.addAll(List.of("-f", script.toString()));
    definitions.forEach(definition -> command.addAll(List.of("-D", definition)));
    command.add(database.text());
    return command;
  }

  private static String printed(List<String> command) throws IOException {
    Process process = started(command);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("pgbench failed: " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pgbench ran", e);
    }
    return printed;
  }

  private static Process started(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "pgbench is missing: Debian has it in postgresql-15, Ubuntu in postgresql-contrib", e);
    }
  }

  private static double number(Pattern pattern, String printed) {
    Matcher matcher = pattern.matcher(printed);
    if (!matcher.find()) {
      throw new IllegalStateException("pgbench printed no " + pattern + ": " + printed);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
