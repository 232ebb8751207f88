package dev.minibaas.acceptance.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Every statement that the services send, as PostgreSQL itself logs it while this is open. */
public final class StatementLog implements AutoCloseable {
  private static final List<String> APPLICATIONS = List.of(" minibaas-rest ", " minibaas-auth ");

  /** An entry begins with its time; what follows on further lines belongs to it. */
  private static final Pattern ENTRY = Pattern.compile("(?m)^(?=\\d{4}-\\d\\d-\\d\\d \\d\\d:)");

  /** A statement, and not merely the frame of a transaction. */
  private static final Pattern SENT =
      Pattern.compile("LOG: {2}(?:statement|execute [^:]+):\\s++(?!BEGIN|COMMIT|ROLLBACK)\\S");

  /** What auth does every few seconds without anybody's asking: its outbox and its keys. */
  private static final Pattern BY_THE_CLOCK =
      Pattern.compile("\\bminibaas_auth\\.(?:mail_\\w+|signing_keys)\\b");

  private final Database database;
  private final Path file;

  private StatementLog(Database database, Path file) {
    this.database = database;
    this.file = file;
  }

  /** Switches the log on. */
  public static StatementLog of(Platform platform) {
    Path file = platform.instance().databaseLog();
    var log = new StatementLog(platform.database(), file);
    log.set("'all'");
    return log;
  }

  private void set(String value) {
    database.execute("alter system set log_statement = " + value);
    database.execute("select pg_reload_conf()");
    // every process has seen the change when the logger of a new session uses it
    String wanted = value.replace("'", "").replace("default", "none");
    while (!database.column("show log_statement").getFirst().equals(wanted)) {
      Thread.onSpinWait();
    }
  }

  /** The statements that the services sent for somebody while something was done. */
  public List<String> during(Runnable deed) {
    long start = size();
    deed.run();
    // a statement of our own, so that what the services sent before it stands in the file
    String mark = "mark " + System.nanoTime();
    database.column("select '" + mark + "'");
    String text = since(start);
    while (!text.contains(mark)) {
      text = since(start);
    }
    return ENTRY
        .splitAsStream(text)
        .filter(entry -> APPLICATIONS.stream().anyMatch(entry::contains))
        .filter(entry -> SENT.matcher(entry).find())
        .filter(entry -> !BY_THE_CLOCK.matcher(entry).find())
        .toList();
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read", e);
    }
  }

  private String since(long start) {
    try {
      byte[] all = Files.readAllBytes(file);
      return new String(all, (int) start, all.length - (int) start, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read", e);
    }
  }

  @Override
  public void close() {
    set("default");
  }
}
