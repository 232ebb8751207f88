package dev.minibaas.devstack;

import dev.minibaas.bootstrap.BootstrapFailure;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The commands of the embedded stack. */
public final class Devstack {
  private static final String USAGE =
      """
      usage: devstack run|start|status|stop|reset|env [--without-server] [--liberty=<folder>]
        run     start everything and stay; Ctrl-C stops it
        start   start everything and return when it is ready
        status  say what runs
        stop    stop everything
        reset   stop everything and delete the data
        env     print what scripts need, a NAME=value a line\
      """;

  private final Path folder;
  private final List<String> options;
  private final Environment given;
  private final DevstackConfig config;
  private final DataDirectory directory;
  private final Progress progress = new Progress(System.out);

  private Devstack(Path folder, List<String> options) {
    this.folder = folder;
    this.options = options;
    this.given = Environment.in(folder);
    Settings settings = given.settings(Map.of());
    this.config = DevstackConfig.from(settings, folder);
    settings.check();
    this.directory = new DataDirectory(config.dataDirectory());
  }

  public static void main(String[] arguments) {
    System.exit(exitCode(List.of(arguments)));
  }

  private static int exitCode(List<String> arguments) {
    try {
      Path folder = Path.of("").toAbsolutePath();
      return new Devstack(folder, arguments)
          .command(arguments.isEmpty() ? "run" : arguments.get(0));
    } catch (InvalidSettings e) {
      e.problems().forEach(System.err::println);
      return 1;
    } catch (StackFailure | BootstrapFailure e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int command(String name) {
    return switch (name) {
      case "run" -> run();
      case "start" -> start();
      case "status" -> status();
      case "stop" -> stop();
      case "reset" -> reset();
      case "env" -> env();
      default -> {
        System.err.println(USAGE);
        yield 2;
      }
    };
  }

  private int run() {
    directory.create();
    DataDirectory.Lock lock =
        directory
            .lock()
            .orElseThrow(() ->
                new StackFailure(
                    "an instance already runs in %s: stop it with \"make stop\", or set"
                            .formatted(directory.path())
                        + " DATA_DIR and PORT for another one beside it"));
    try (lock) {
      return runLocked();
    }
  }

  private int runLocked() {
    OwnClasses.load();
    var stack = new Stack(given, config, directory, folder, progress);
    var failed = new AtomicBoolean();
    Thread end = Thread.ofPlatform().unstarted(() -> end(stack, failed));
    Runtime.getRuntime().addShutdownHook(end);
    try {
      stack.start(liberty());
      stack.watch();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed.set(true);
      System.err.println(e.getMessage());
      return 1;
    }
    return 0;
  }

  /** On the way out, whatever the reason; being asked to stop is no failure. */
  private void end(Stack stack, AtomicBoolean failed) {
    stack.stop();
    progress.step("stopped");
    Runtime.getRuntime().halt(failed.get() ? 1 : 0);
  }

  private @Nullable Path liberty() {
    if (options.contains("--without-server")) {
      return null;
    }
    return options.stream()
        .filter(option -> option.startsWith("--liberty="))
        .map(option -> folder.resolve(option.substring("--liberty=".length())))
        .findFirst()
        .orElse(folder.resolve("ear/target/liberty/wlp"));
  }

  private int start() {
    if (runs()) {
      return status();
    }
    directory.create();
    return new Background(directory, progress).start(options);
  }

  private int status() {
    RunState state = RunState.of(directory);
    if (!runs()) {
      progress.say("nothing runs in " + directory.path());
      if (directory.exists() && new Leftovers(directory, progress).exist()) {
        progress.say("servers of a killed start are still there: \"make stop\" ends them");
      }
      return 1;
    }
    progress.say(
        state.isReady()
            ? Box.of(state.shown(), directory.path())
            : "an instance is starting or stopping in " + directory.path());
    return 0;
  }

  private int stop() {
    if (!directory.exists()) {
      progress.say("nothing runs in " + directory.path());
      return 0;
    }
    Optional<ProcessHandle> stack = RunState.of(directory).stack();
    if (runs() && stack.isPresent()) {
      progress.step("stopping process " + stack.get().pid());
      Leftovers.end(stack.get());
    }
    new Leftovers(directory, progress).stop();
    RunState.of(directory).end();
    progress.step("stopped");
    return 0;
  }

  private int reset() {
    if (!directory.path().toFile().exists()) {
      progress.say("there is no " + directory.path());
      return 0;
    }
    if (directory.exists()) {
      stop();
    }
    directory.delete();
    progress.step("deleted " + directory.path());
    return 0;
  }

  private int env() {
    RunState state = RunState.of(directory);
    if (!runs() || !state.isReady()) {
      System.err.println(
          "nothing is ready in %s: start it with \"make start\"".formatted(directory.path()));
      return 1;
    }
    state.lines().forEach(System.out::println);
    return 0;
  }

  /** The lock says it, not a process number, which may by now be someone else's. */
  private boolean runs() {
    if (!directory.exists()) {
      return false;
    }
    Optional<DataDirectory.Lock> lock = directory.lock();
    lock.ifPresent(DataDirectory.Lock::close);
    return lock.isEmpty();
  }
}
