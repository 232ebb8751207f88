package dev.minibaas.registry;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a registered database is. */
enum Engine {
  POSTGRESQL,
  MONGODB,
  MYSQL,
  REDIS,
  SQLITE;

  private static final String WORDS =
      Arrays.stream(values()).map(Engine::word).collect(Collectors.joining(", "));

  /** As it stands in JSON and in the table. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Engine of(String word) {
    return Arrays.stream(values())
        .filter(engine -> engine.word().equals(word))
        .findFirst()
        .orElseThrow(() -> invalid());
  }

  private static ApiError invalid() {
    return new ApiError(ErrorCode.INVALID_ENGINE, "engine must be one of " + WORDS);
  }
}
