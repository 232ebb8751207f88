package dev.minibaas.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A script of {@code src/test/node}, run by Node with the packages that its lock file names. */
final class NodeScript {
  private static final Path SOURCE = Path.of("src", "test", "node").toAbsolutePath();
  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();
  private static final int PATIENCE_MINUTES = 8;

  private NodeScript() {}

  /** Installs what the scripts need and runs one; its last words become part of a failure. */
  static void succeed(String script, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    copy();
    run(Map.of(), Stream.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund").toList());
    run(environment, Stream.concat(Stream.of("node", script), arguments.stream()).toList());
  }

  private static void copy() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = SOURCE.relativize(file);
        if (!relative.startsWith("node_modules")) {
          Path target = FOLDER.resolve(relative);
          Files.createDirectories(target.getParent());
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = FOLDER.resolve(command.get(0) + ".out");
    var builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroy();
    }
    String said = Files.readString(output);
    System.out.println(said);
    assertThat(ended).as("%s ends:%n%s", command, said).isTrue();
    assertThat(process.exitValue()).as("exit of %s:%n%s", command, said).isZero();
  }
}
