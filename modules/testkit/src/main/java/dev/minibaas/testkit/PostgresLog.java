package dev.minibaas.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PostgreSQL server wrote: every statement with its transaction and user. */
public final class PostgresLog {
  /** The prefix that devstack's servers are given: {@code %m [%p] %v %u %a }. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\S+ \\S+ \\S+ \\[(\\d+)] (\\S*) (\\S*) (.*?) "
              + "(LOG|ERROR|WARNING|NOTICE|INFO|DETAIL|HINT|CONTEXT|STATEMENT|FATAL|PANIC|DEBUG\\d?)"
              + ":  (.*)",
          Pattern.DOTALL); // a line of the log may hold other line breaks than its own

  private final Path file;

  PostgresLog(Path file) {
    this.file = file;
  }

  /**
   * One entry.
   *
   * @param process the backend, one per connection
   * @param virtualTransaction the same for all statements of one transaction
   * @param user the login role
   * @param message with its line breaks
   */
  public record Entry(
      long process,
      String virtualTransaction,
      String user,
      String application,
      String severity,
      String message) {

    /** Whether this tells of a statement being run. */
    public boolean isStatement() {
      return severity.equals("LOG")
          && (message.startsWith("statement: ") || message.startsWith("execute "));
    }
  }

  /** The position after all that is written so far. */
  public long mark() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entries after a {@link #mark()}. */
  public List<Entry> since(long mark) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text(mark).split("\n", -1)) {
      Matcher matcher = ENTRY.matcher(line);
      if (matcher.matches()) {
        entries.add(entry(matcher));
      } else if (!entries.isEmpty() && line.startsWith("\t")) {
        entries.add(continued(entries.removeLast(), line.substring(1)));
      }
    }
    return entries;
  }

  /** Only the statements after a {@link #mark()}. */
  public List<Entry> statementsSince(long mark) {
    return since(mark).stream().filter(Entry::isStatement).toList();
  }

  private String text(long mark) {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.min(mark, Files.size(file)));
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(Matcher matcher) {
    return new Entry(
        Long.parseLong(matcher.group(1)),
        matcher.group(2),
        matcher.group(3),
        matcher.group(4),
        matcher.group(5),
        matcher.group(6));
  }

  private static Entry continued(Entry entry, String line) {
    return new Entry(
        entry.process,
        entry.virtualTransaction,
        entry.user,
        entry.application,
        entry.severity,
        entry.message + "\n" + line);
  }
}
