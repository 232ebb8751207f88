package dev.minibaas.devstack.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.minibaas.devstack.Command;
import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Open Liberty with the EAR, as a process of its own. Its programs and configuration are shared by
 * all instances; what it writes is in the instance's folder.
 */
public final class LibertyServer {
  private static final String NAME = "minibaas";
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final Path wlp;
  private final Path output;
  private @Nullable Process process;

  /**
   * @param wlp Liberty's folder, with the server assembled in it
   * @param output the instance's folder for what the server writes
   */
  public LibertyServer(Path wlp, Path output) {
    this.wlp = wlp;
    this.output = output;
  }

  public void requireAssembled() {
    if (!Files.exists(configuration().resolve("server.xml"))) {
      throw new StackFailure(
          "there is no server in %s: run \"make build\" first".formatted(configuration()));
    }
  }

  private Path configuration() {
    return wlp.resolve("usr/servers").resolve(NAME);
  }

  private Path userDirectory() {
    return output.resolve("usr");
  }

  /** Its console. */
  public Path log() {
    return output.resolve("console.log");
  }

  /**
   * Starts the process; it isn't ready yet.
   *
   * @param environment added to that of this program
   * @param unwanted names that must not be in it
   */
  public void start(Map<String, String> environment, List<String> unwanted) {
    try {
      Files.createDirectories(output);
      keepLastLog();
      List<String> command =
          new ArrayList<>(List.of(wlp.resolve("bin/server").toString(), "run", NAME));
      if (new Deployment(wlp.resolve("usr"), userDirectory()).refresh()) {
        // the server must forget what it cached of the applications before
        command.add("--clean");
      }
      process = builder(command, environment, unwanted).start();
    } catch (IOException e) {
      throw new StackFailure("the server does not start: " + e.getMessage(), e);
    }
  }

  private ProcessBuilder builder(
      List<String> command, Map<String, String> environment, List<String> unwanted) {
    var builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    Map<String, String> variables = builder.environment();
    unwanted.forEach(variables::remove);
    variables.putAll(environment);
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("WLP_USER_DIR", userDirectory().toString());
    variables.put("WLP_OUTPUT_DIR", output.toString());
    return builder;
  }

  private void keepLastLog() throws IOException {
    if (Files.exists(log())) {
      Files.move(log(), log().resolveSibling("console.1.log"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  public ProcessHandle handle() {
    return started().toHandle();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public int exitCode() {
    return started().exitValue();
  }

  /** Asks it to end, and ends it when it doesn't. */
  public void stop() {
    if (process == null || !process.isAlive()) {
      return;
    }
    process.destroy();
    if (!Command.finished(process, STOP_PATIENCE)) {
      process.destroyForcibly();
      Command.finished(process, STOP_PATIENCE);
    }
  }

  private Process started() {
    if (process == null) {
      throw new IllegalStateException("the server was not started");
    }
    return process;
  }

  /** The last lines of the console. */
  public String lastLines(int count) {
    // no encoding can be relied on, and this one takes any byte
    try (Stream<String> lines = Files.lines(log(), ISO_8859_1)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - count), all.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
