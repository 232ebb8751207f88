package dev.minibaas.bootstrap;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits until a database takes connections, but not for what waiting cannot change. */
final class DatabaseWait {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Refused, broken off, starting up, too many clients: may be better in a moment. */
  private static final Set<String> PASSING = Set.of("08001", "08004", "08006", "57P03", "53300");

  private final Superuser database;
  private final Duration patience;
  private final Consumer<String> progress;

  DatabaseWait(Superuser database, Duration patience, Consumer<String> progress) {
    this.database = database;
    this.patience = patience;
    this.progress = progress;
  }

  void await() {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean told = false;
    for (SQLException refusal = tried(); refusal != null; refusal = tried()) {
      if (!PASSING.contains(String.valueOf(refusal.getSQLState()))) {
        throw new BootstrapFailure(explained(refusal), refusal);
      }
      if (System.nanoTime() >= deadline) {
        throw new BootstrapFailure(
            "no database answers at %s after %d s (%s): check POSTGRES_HOST and POSTGRES_PORT"
                .formatted(database, patience.toSeconds(), refusal.getMessage()),
            refusal);
      }
      if (!told) {
        progress.accept("waiting for the database " + database);
        told = true;
      }
      pause();
    }
  }

  private @Nullable SQLException tried() {
    try (Connection connection = database.connect()) {
      return connection.isValid(5) ? null : new SQLException("no answer", "08006");
    } catch (SQLException e) {
      return e;
    }
  }

  private String explained(SQLException refusal) {
    String said = " (" + refusal.getMessage() + "): ";
    return switch (String.valueOf(refusal.getSQLState())) {
      case "28P01" ->
          "the database " + database + " refuses the password" + said + "correct POSTGRES_PASSWORD";
      case "28000" ->
          "the database " + database + " refuses the user" + said + "correct POSTGRES_USER";
      case "3D000" ->
          "there is no database " + database.database() + said + "create it or correct POSTGRES_DB";
      default -> "the database " + database + " cannot be used" + said + "see its log";
    };
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootstrapFailure("interrupted while waiting for the database", e);
    }
  }
}
