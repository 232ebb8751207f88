package dev.minibaas.devstack.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main process of a server, as the {@code postmaster.pid} of its data directory tells. */
final class Postmaster {
  private Postmaster() {}

  static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /**
   * The living postmaster of this data directory. A killed one leaves its file behind, and its
   * number may by now belong to some other program.
   */
  static Optional<ProcessHandle> of(Path data) {
    try {
      List<String> lines = Files.readAllLines(file(data));
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
              .filter(process -> serves(process, data));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean serves(ProcessHandle process, Path data) {
    String command = process.info().command().orElse("");
    if (!process.isAlive() || !command.endsWith("postgres")) {
      return false;
    }
    return process
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(data.toString()))
        .orElse(true);
  }
}
