package dev.minibaas.engines;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row or document. Values are null, {@code String}, {@code Boolean}, {@code Long}, {@code
 * Double}, {@code BigDecimal}, {@link RawJson}, and {@code List} and {@code Map} of them.
 */
public record Row(Map<String, @Nullable Object> columns) {

  /** A value that is JSON text already. */
  public record RawJson(String text) {}
}
