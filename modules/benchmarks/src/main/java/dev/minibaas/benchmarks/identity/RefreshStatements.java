package dev.minibaas.benchmarks.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.PgUrl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Learns from PostgreSQL's log what one refresh makes the auth service send. */
final class RefreshStatements {
  private static final Pattern ENTRY =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\S+ \\S+ \\[\\d+] .*");
  private static final Pattern EXECUTED =
      Pattern.compile(
          "(?s)^\\S+ \\S+ \\S+ \\[\\d+] \\S* minibaas_auth .*?LOG: {2}execute [^:]+: (.*)$");
  private static final Pattern PARAMETERS =
      Pattern.compile("(?s)^.*DETAIL: {2}[Pp]arameters: (.*)$");
  private static final Pattern PARAMETER =
      Pattern.compile("(?s)\\$\\d+ = (?:'((?:[^']++|'')*+)'|NULL)(?:, |$)");

  private final PgUrl database;

  RefreshStatements(PgUrl database) {
    this.database = database;
  }

  /** A call whose statements are wanted. */
  @FunctionalInterface
  interface Call {
    void send() throws IOException;
  }

  /**
   * The statements of the call with what stands for each of its parameters.
   *
   * @param meanings what to write for a value; any other value is written as a constant
   */
  List<String> of(Call call, Map<String, String> meanings) throws SQLException, IOException {
    Path log =
        Files.readSymbolicLink(
            Path.of("/proc/" + Listener.pid(database.port()).orElseThrow() + "/fd/2"));
    long mark;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set log_statement = 'all'");
      statement.execute("select pg_reload_conf(), pg_sleep(1)");
      mark = Files.size(log);
      try {
        call.send();
      } finally {
        statement.execute("alter system reset log_statement");
        statement.execute("select pg_reload_conf(), pg_sleep(1)");
      }
    }
    return statements(textSince(log, mark), meanings);
  }

  private static List<String> statements(String log, Map<String, String> meanings) {
    List<String> statements = new ArrayList<>();
    for (String entry : entries(log)) {
      Matcher executed = EXECUTED.matcher(entry);
      Matcher parameters = PARAMETERS.matcher(entry);
      if (executed.matches()) {
        statements.add(executed.group(1).strip());
      } else if (parameters.matches() && !statements.isEmpty()) {
        statements.add(filled(statements.removeLast(), values(parameters.group(1)), meanings));
      }
    }
    if (statements.isEmpty()) {
      throw new IllegalStateException("the log shows no statement of role minibaas_auth");
    }
    return statements;
  }

  private static String filled(String text, List<String> values, Map<String, String> meanings) {
    String filled = text;
    // from the last one on, so that $1 does not match the beginning of $10
    for (int i = values.size(); i > 0; i--) {
      String value = values.get(i - 1);
      String meaning = meanings.getOrDefault(value, literal(value));
      filled = filled.replace("$" + i, value.isEmpty() ? "null" : meaning);
    }
    return filled.replace("\n", " ");
  }

  /** Without a colon before a letter, which would be a variable of pgbench. */
  private static String literal(String value) {
    return "E'" + value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\072") + "'";
  }

  private static List<String> values(String list) {
    List<String> values = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(list);
    while (matcher.find()) {
      values.add(matcher.group(1) == null ? "" : matcher.group(1).replace("''", "'"));
    }
    return values;
  }

  private static List<String> entries(String log) {
    List<String> entries = new ArrayList<>();
    for (String line : log.split("\n", -1)) {
      if (ENTRY.matcher(line).matches()) {
        entries.add(line);
      } else if (!entries.isEmpty() && line.startsWith("\t")) {
        entries.add(entries.removeLast() + "\n" + line.substring(1));
      }
    }
    return entries;
  }

  private static String textSince(Path log, long mark) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(file.length() - mark)];
      file.seek(mark);
      file.readFully(bytes);
      return new String(bytes, UTF_8);
    }
  }
}
