package dev.minibaas.platform.body;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Which page of a list is wanted: {@code ?limit=100&offset=0}. */
public record PageRange(int limit, int offset) {
  private static final int MAX_LIMIT = 100;
  private static final int MAX_OFFSET = 100_000;

  /**
   * @throws ApiError {@code invalid_param} for anything but numbers in range
   */
  public static PageRange of(@Nullable String limit, @Nullable String offset) {
    return new PageRange(
        number("limit", limit, MAX_LIMIT, 1, MAX_LIMIT),
        number("offset", offset, 0, 0, MAX_OFFSET));
  }

  private static int number(String name, @Nullable String text, int fallback, int min, int max) {
    if (text == null) {
      return fallback;
    }
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new ApiError(
        ErrorCode.INVALID_PARAM, name + " must be a whole number from " + min + " to " + max);
  }
}
