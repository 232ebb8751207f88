package dev.minibaas.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the stack as a process of its own and shows its progress until it is ready. */
final class Background {
  private static final int PAUSE_MILLIS = 200;

  private final DataDirectory directory;
  private final Path log;
  private final Progress progress;
  private long shown;

  Background(DataDirectory directory, Progress progress) {
    this.directory = directory;
    this.log = directory.file("devstack.log");
    this.progress = progress;
  }

  /** Tells how it ended: 0 when ready. */
  int start(List<String> options) {
    try {
      Files.writeString(log, "");
      Process process =
          new ProcessBuilder(command(options))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      boolean ready = awaitReady(process);
      show();
      if (ready) {
        progress.say("It runs in the background; \"make stop\" stops it. Its log: " + log);
      }
      return ready ? 0 : 1;
    } catch (IOException e) {
      throw new StackFailure("cannot start in the background: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while starting", e);
    }
  }

  /** This same program; nohup, so that it outlives the terminal. */
  private static List<String> command(List<String> options) {
    List<String> command = new ArrayList<>(List.of("nohup"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Devstack.class.getName());
    command.add("run");
    options.stream().filter(option -> option.startsWith("--")).forEach(command::add);
    return command;
  }

  private boolean awaitReady(Process process) throws IOException, InterruptedException {
    while (process.isAlive()) {
      show();
      RunState state = RunState.of(directory);
      // a state of an earlier, killed start is no news
      if (state.isReady()
          && state.stack().filter(stack -> stack.pid() == process.pid()).isPresent()) {
        // the box is printed right after
        Thread.sleep(PAUSE_MILLIS);
        return true;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  private void show() throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(shown);
      byte[] fresh = new byte[(int) (file.length() - shown)];
      file.readFully(fresh);
      shown += fresh.length;
      System.out.print(new String(fresh, UTF_8));
      System.out.flush();
    }
  }
}
