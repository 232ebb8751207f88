package dev.minibaas.mongo.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query string of a request: each name is known to the route, and stands there once. */
final class Parameters {
  private static final Parameters NONE = new Parameters(Map.of());

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws ApiError {@code invalid_param}
   */
  static Parameters parse(@Nullable String query, Set<String> known) {
    if (query == null || query.isEmpty()) {
      return NONE;
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        if (!known.contains(name)) {
          throw invalid("a parameter is not known here: this takes " + sorted(known));
        }
        if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
          throw invalid("a parameter stands there twice: " + name);
        }
      }
    }
    return new Parameters(values);
  }

  private static String sorted(Set<String> known) {
    return known.isEmpty() ? "none" : String.join(", ", known.stream().sorted().toList());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiError(
          ErrorCode.INVALID_PARAM, "a parameter is not percent-encoded as it should be", e);
    }
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  int integer(String name, int fallback, int min, int max) {
    String text = values.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, like a number out of range
    }
    throw invalid("%s is a number from %d to %d".formatted(name, min, max));
  }

  static ApiError invalid(String message) {
    return new ApiError(ErrorCode.INVALID_PARAM, message);
  }
}
