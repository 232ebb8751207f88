package dev.minibaas.devstack;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a running instance tells other commands, and a killed one the next start. */
final class RunState {
  /** What `env` prints, in this order. */
  private static final List<String> SHOWN =
      List.of(
          "BASE_URL",
          "ANON_KEY",
          "SERVICE_KEY",
          "JWT_SECRET",
          "PG_URL",
          "MONGO_URI",
          "MAIL_URL",
          "OPS_URL");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,?-]*");
  private static final String READY = "READY";
  private static final String SERVER = "SERVER";
  private static final String STACK = "STACK";

  /**
   * The system's start time of a process is computed, and may be off by its clock's corrections.
   */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final PrivateFile file;
  private final Map<String, String> values;

  private RunState(PrivateFile file) {
    this.file = file;
    this.values = new TreeMap<>(file.read());
  }

  static RunState of(DataDirectory directory) {
    return new RunState(new PrivateFile(directory.file("state.properties")));
  }

  /** Forgets an earlier run. */
  void begin() {
    values.clear();
    keep(STACK, ProcessHandle.current());
    file.write(values);
  }

  void server(ProcessHandle process) {
    keep(SERVER, process);
    file.write(values);
  }

  void ready(Map<String, String> shown) {
    values.putAll(shown);
    values.put(READY, "true");
    file.write(values);
  }

  void end() {
    file.delete();
  }

  /** The lines of `env`, fit for a shell. */
  List<String> lines() {
    return SHOWN.stream().map(name -> name + "=" + quoted(values.getOrDefault(name, ""))).toList();
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  boolean isReady() {
    return values.containsKey(READY);
  }

  Map<String, String> shown() {
    return values;
  }

  /** The living program that runs the instance. */
  Optional<ProcessHandle> stack() {
    return living(STACK);
  }

  /** The living server of the instance. */
  Optional<ProcessHandle> server() {
    return living(SERVER);
  }

  private void keep(String name, ProcessHandle process) {
    values.put(name + "_PID", Long.toString(process.pid()));
    process
        .info()
        .startInstant()
        .ifPresent(start -> values.put(name + "_STARTED", start.toString()));
  }

  /** The process of that number, if it is still the one that was meant. */
  private Optional<ProcessHandle> living(String name) {
    String pid = values.get(name + "_PID");
    String started = values.get(name + "_STARTED");
    if (pid == null) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(ProcessHandle::isAlive)
        .filter(process -> started == null || startedAbout(process, Instant.parse(started)));
  }

  private static boolean startedAbout(ProcessHandle process, Instant time) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, time).abs().compareTo(TOLERANCE) <= 0)
        .orElse(true);
  }
}
