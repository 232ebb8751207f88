package dev.minibaas.benchmarks.load;

import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.machine.ProcessLog;
import dev.minibaas.benchmarks.stack.PgUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Learns from PostgreSQL's log what one request makes the platform send. */
final class StatementCapture {
  /**
   * Of the rest service's login role, but for its schema cache; the log prefix is the one devstack
   * gives its servers.
   */
  private static final Pattern EXECUTED =
      Pattern.compile(
          "^\\S+ \\S+ \\S+ \\[\\d+] \\S* authenticator (?!rest schema cache).*?"
              + "LOG: {2}(?:execute [^:]+|statement): (.*)$");

  private static final Pattern PARAMETERS =
      Pattern.compile("^.*DETAIL: {2}[Pp]arameters: (.*)$", Pattern.DOTALL);

  /** Possessive: a parameter may be thousands of characters long. */
  private static final Pattern PARAMETER =
      Pattern.compile("\\$\\d+ = (?:'((?:[^']++|'')*+)'|(NULL))(?:, |$)", Pattern.DOTALL);

  private static final Pattern ENTRY =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\S+ \\S+ \\[\\d+] .*");

  private final PgUrl database;

  StatementCapture(PgUrl database) {
    this.database = database;
  }

  /** A request of which the statements are wanted. */
  @FunctionalInterface
  interface Request {
    void send() throws IOException;
  }

  /** The statements of the last of a few repetitions, when what is cached is cached. */
  List<Captured> of(Request request) throws SQLException, IOException {
    // where pg_ctl has led it
    ProcessLog log = ProcessLog.ofErrors(Listener.pid(database.port()).orElseThrow());
    for (int i = 0; i < 20; i++) {
      request.send();
    }
    long mark = log.end();
    try (Connection connection = database.connect()) {
      logStatements(connection, true);
      try {
        request.send();
        pause();
      } finally {
        logStatements(connection, false);
      }
    }
    List<Captured> captured = parse(log.since(mark));
    if (captured.isEmpty()) {
      throw new IllegalStateException(log.file() + " shows no statement of role authenticator");
    }
    return captured;
  }

  private static void logStatements(Connection superuser, boolean on) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(
          on ? "alter system set log_statement = 'all'" : "alter system reset log_statement");
      statement.execute("select pg_reload_conf()");
    }
    pause();
  }

  /** For the other processes of the server to hear of it. */
  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static List<Captured> parse(String log) {
    List<Captured> statements = new ArrayList<>();
    for (String entry : entries(log)) {
      Matcher executed = EXECUTED.matcher(firstLine(entry));
      Matcher parameters = PARAMETERS.matcher(entry);
      if (executed.matches()) {
        statements.add(
            new Captured(executed.group(1) + entry.substring(executed.end()), List.of()));
      } else if (parameters.matches() && !statements.isEmpty()) {
        String text = statements.removeLast().text();
        statements.add(new Captured(text, values(parameters.group(1))));
      }
    }
    return statements;
  }

  /** Lines that begin with a tab continue the one before. */
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

  private static String firstLine(String entry) {
    int end = entry.indexOf('\n');
    return end < 0 ? entry : entry.substring(0, end);
  }

  private static List<String> values(String list) {
    List<String> values = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(list);
    while (matcher.find()) {
      String text = matcher.group(1);
      values.add(text == null ? "" : text.replace("''", "'"));
    }
    return values;
  }
}
