package dev.minibaas.devstack;

import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings given by the person: the process's environment, and a {@code .env} file in the
 * current folder for what the environment does not set. An empty value counts as unset.
 */
public final class Environment {
  private final Map<String, String> file;
  private final Function<String, @Nullable String> process;

  private Environment(Map<String, String> file, Function<String, @Nullable String> process) {
    this.file = file;
    this.process = process;
  }

  /** Of this process, with the {@code .env} of a folder. */
  public static Environment in(Path folder) {
    return of(folder, System::getenv);
  }

  static Environment of(Path folder, Function<String, @Nullable String> process) {
    Path file = folder.resolve(".env");
    try {
      return new Environment(parse(Files.readString(file)), process);
    } catch (NoSuchFileException e) {
      return new Environment(Map.of(), process);
    } catch (IOException e) {
      throw new StackFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Lines of NAME=value; a value may be quoted; {@code export} before a name is allowed. */
  static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (line.startsWith("#") || equals <= 0) {
        continue;
      }
      String name = line.substring(0, equals).strip().replaceFirst("^export\\s+", "");
      values.put(name, unquoted(line.substring(equals + 1).strip()));
    }
    return values;
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  public @Nullable String get(String name) {
    String value = process.apply(name);
    if (value == null || value.isEmpty()) {
      value = file.get(name);
    }
    return value == null || value.isEmpty() ? null : value;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** These values, and for what they lack those of {@code others}. */
  public Settings settings(Map<String, String> others) {
    return Settings.of(name -> {
      String given = get(name);
      return given == null ? others.get(name) : given;
    });
  }

  /** What a child process does not inherit by itself: the file's values. */
  public Map<String, String> fromFile() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : file.keySet()) {
      String value = get(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }
}
