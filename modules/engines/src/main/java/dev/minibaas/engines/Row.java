package dev.minibaas.engines;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row or document. Values are null, {@code String}, {@code Boolean}, {@code Long}, {@code
 * Double}, {@code BigDecimal}, {@link RawJson}, and {@code List} and {@code Map} of them.
 */
public record Row(Map<String, @Nullable Object> columns) {

  /** A value that is JSON text already. */
  public record RawJson(String text) {}

  /** About how many bytes a value has in an answer. */
  static long size(@Nullable Object value) {
    return switch (value) {
      case String text -> text.length() + 2L;
      case RawJson json -> json.text().length();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .mapToLong(entry -> size(entry.getKey()) + size(entry.getValue()))
              .sum();
      case List<?> list -> list.stream().mapToLong(Row::size).sum();
      case null, default -> 8;
    };
  }
}
