package dev.minibaas.acceptance.stack;

import dev.minibaas.devstack.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One platform of our own, with data in a folder of its own: what {@code make start} runs. */
public final class Instance {
  public static final Path ROOT =
      Path.of(System.getProperty("root.dir", "../..")).toAbsolutePath().normalize();
  public static final Path LIBERTY =
      Path.of(System.getProperty("ear.liberty", ROOT.resolve("ear/target/liberty/wlp").toString()));

  private static final Path DEVSTACK = ROOT.resolve("modules/devstack/target/devstack.jar");
  private static final long PATIENCE_MINUTES = 6;

  /** What a person has set for their own instance is none of the tests' business. */
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME", "MONGO_URI");

  private final String name;
  private final Path folder;
  private final Path data;
  private final int port = FreePort.any();
  private final int opsPort = FreePort.any();
  private final int internalPort = FreePort.any();
  private final String option;
  private final Map<String, String> settings;

  private Instance(String name, String option, Map<String, String> settings) {
    this.name = name;
    this.folder = Path.of("target", "platforms").toAbsolutePath();
    this.data = folder.resolve(name);
    this.option = option;
    this.settings = Map.copyOf(settings);
  }

  /** A new one without data; what an earlier run left of that name is stopped and deleted. */
  public static Instance fresh(String name, Map<String, String> settings) {
    return fresh(name, "--liberty=" + LIBERTY, settings);
  }

  /** All but the server. */
  public static Instance withoutServer(String name) {
    return fresh(name, "--without-server", Map.of());
  }

  private static Instance fresh(String name, String option, Map<String, String> settings) {
    var instance = new Instance(name, option, Map.of());
    if (Files.exists(instance.data)) {
      instance.succeed("reset");
    }
    return new Instance(name, option, settings);
  }

  /** A new one with the secrets of this one, as a second server on the same database needs. */
  public Instance beside(String name, Map<String, String> settings) {
    Instance other = fresh(name, settings);
    try {
      Files.createDirectories(other.data);
      for (String file : List.of(".minibaas", "secrets.properties")) {
        Files.copy(
            data.resolve(file), other.data.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the secrets of " + data + " can't be shared", e);
    }
    return other;
  }

  /** What a command printed and how it ended. */
  public record Outcome(int exit, String output) {}

  /** Starts it, and returns when it is ready. */
  public void start() {
    succeed("start");
  }

  public void stop() {
    succeed("stop");
  }

  /** What the instance says of itself: {@code BASE_URL}, keys, {@code PG_URL}. */
  public Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    for (String line : succeed("env").output().lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return variables;
  }

  /** One of {@link #variables}. */
  public String variable(String variable) {
    return Objects.requireNonNull(variables().get(variable), variable);
  }

  private Outcome succeed(String command) {
    Outcome outcome = run(command);
    if (outcome.exit() != 0) {
      throw new IllegalStateException(
          "devstack %s ended with %d:%n%s".formatted(command, outcome.exit(), outcome.output()));
    }
    return outcome;
  }

  /** Gives devstack a command, as {@code make} does. */
  public Outcome run(String command) {
    try {
      Files.createDirectories(folder);
      Path output = folder.resolve(name + "-" + command + ".out");
      Process process = process(command, output);
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroy();
        throw new IllegalStateException("devstack " + command + " does not end, see " + output);
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException("devstack " + command + " can't be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during devstack " + command, e);
    }
  }

  private Process process(String command, Path output) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(java, "-jar", DEVSTACK.toString(), command, option)
            // not in the repository's root, where a person's .env may be
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.put("DATA_DIR", data.toString());
    environment.put("PORT", Integer.toString(port));
    environment.put("OPS_PORT", Integer.toString(opsPort));
    environment.put("INTERNAL_PORT", Integer.toString(internalPort));
    environment.put("KONG_CONFIG", ROOT.resolve("kong/kong.yml").toString());
    environment.putAll(settings);
    return builder.start();
  }

  /** Ends all its processes as a power cut would: none of them gets to tidy up. */
  public void kill() {
    Set<ProcessHandle> processes = new LinkedHashSet<>();
    Stream.of(process("STACK_PID"), process("SERVER_PID"), postmaster())
        .flatMap(Optional::stream)
        .forEach(process -> {
          processes.add(process);
          process.descendants().forEach(processes::add);
        });
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }

  /** The main process of its database. */
  public Optional<ProcessHandle> postmaster() {
    Path file = data.resolve("postgresql/data/postmaster.pid");
    return Files.exists(file) ? ofNumber(lines(file).getFirst()) : Optional.empty();
  }

  private Optional<ProcessHandle> process(String name) {
    var state = new Properties();
    try (var file = Files.newBufferedReader(data.resolve("state.properties"))) {
      state.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the state of " + data + " can't be read", e);
    }
    return Optional.ofNullable(state.getProperty(name)).flatMap(Instance::ofNumber);
  }

  private static Optional<ProcessHandle> ofNumber(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.strip()));
  }

  /** The server's log, as it stands on its console. */
  public List<String> serverLog() {
    return lines(data.resolve("liberty/console.log"));
  }

  public Path databaseLog() {
    return data.resolve("postgresql/postgresql.log");
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read", e);
    }
  }

  /** Copies a folder with everything in it. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** Deletes a folder with everything in it. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : new ArrayList<>(files.toList()).reversed()) {
          Files.delete(file);
        }
      }
    }
  }
}
