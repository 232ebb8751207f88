package dev.minibaas.platform.log;

import dev.minibaas.platform.settings.Settings;
import java.util.List;
import java.util.logging.Level;

/** The levels of {@code LOG_LEVEL}, in the words that stand in the lines. */
final class LogLevel {
  private LogLevel() {}

  static Level ofEnvironment() {
    String level =
        Settings.ofEnvironment()
            .oneOf("LOG_LEVEL", "info", List.of("debug", "info", "warn", "error"));
    return switch (level) {
      case "debug" -> Level.FINE;
      case "warn" -> Level.WARNING;
      case "error" -> Level.SEVERE;
      default -> Level.INFO;
    };
  }

  static String word(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warn";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }
}
