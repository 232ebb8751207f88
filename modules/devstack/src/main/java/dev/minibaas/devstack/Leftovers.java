package dev.minibaas.devstack;

import dev.minibaas.devstack.postgres.PostgresServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The servers that a killed instance left running. */
final class Leftovers {
  /** The stack itself waits for its servers, one after the other. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final RunState state;
  private final PostgresServer database;
  private final Progress progress;

  Leftovers(DataDirectory directory, Progress progress) {
    this.state = RunState.of(directory);
    this.database = new PostgresServer(directory.file("postgresql"));
    this.progress = progress;
  }

  boolean exist() {
    return state.server().isPresent() || database.pid().isPresent();
  }

  void stop() {
    state
        .server()
        .ifPresent(server -> {
          progress.step("stopping the server of a killed start, process " + server.pid());
          end(server);
        });
    database
        .pid()
        .ifPresent(pid -> {
          progress.step("stopping the database of a killed start, process " + pid);
          database.stop();
        });
  }

  /** Asks a process to end, and ends it when it doesn't. */
  static void end(ProcessHandle process) {
    process.destroy();
    if (!ended(process)) {
      process.destroyForcibly();
      ended(process);
    }
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new StackFailure("cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for process " + process.pid(), e);
    }
  }
}
