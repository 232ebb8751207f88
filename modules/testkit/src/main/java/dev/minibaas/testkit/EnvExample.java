package dev.minibaas.testkit;

import dev.minibaas.platform.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code .env.example}, which documents every setting with its default. */
public final class EnvExample {
  private final Map<String, String> defaults = new LinkedHashMap<>();

  private EnvExample() {}

  public static EnvExample read() {
    EnvExample example = new EnvExample();
    Path file = Path.of(System.getProperty("root.dir", "."), ".env.example");
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          example.defaults.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
    return example;
  }

  public Map<String, String> defaults() {
    return Map.copyOf(defaults);
  }

  /**
   * What is wrong with the documentation of the given settings, a line each. A default that is
   * worked out at start stands as empty there.
   */
  public List<String> gaps(List<Setting> settings) {
    List<String> gaps = new ArrayList<>();
    for (Setting setting : settings) {
      String documented = defaults.get(setting.name());
      String fallback = setting.fallback() == null ? "" : setting.fallback();
      if (documented == null) {
        gaps.add(setting.name() + " is not in .env.example");
      } else if (!documented.isEmpty() && !documented.equals(fallback)) {
        gaps.add(setting.name() + " is " + documented + " there, but " + fallback + " in the code");
      }
    }
    return gaps;
  }
}
