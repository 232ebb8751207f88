package dev.minibaas.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One short-lived program: run, waited for, its output kept. */
public final class Command {
  private Command() {}

  /**
   * What a finished program left.
   *
   * @param output standard output and standard error together
   */
  public record Result(int exit, String output) {
    public boolean succeeded() {
      return exit == 0;
    }
  }

  /**
   * Runs a program to its end. Its output goes through a file: a server that it leaves behind may
   * keep the descriptor open, and a pipe would never end.
   */
  public static Result run(List<String> command, Duration timeout) {
    try {
      Path output = Files.createTempFile("minibaas-", ".out");
      try {
        return run(command, timeout, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new StackFailure("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private static Result run(List<String> command, Duration timeout, Path output)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!finished(process, timeout)) {
      process.destroyForcibly();
      throw new StackFailure(
          "%s did not end within %d s".formatted(String.join(" ", command), timeout.toSeconds()));
    }
    return new Result(process.exitValue(), new String(Files.readAllBytes(output), UTF_8).strip());
  }

  /** Whether the process ends in time; an interrupt ends it at once. */
  public static boolean finished(Process process, Duration timeout) {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new StackFailure("interrupted while waiting for process " + process.pid(), e);
    }
  }
}
