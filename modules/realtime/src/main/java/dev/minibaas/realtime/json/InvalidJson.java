package dev.minibaas.realtime.json;

import org.jspecify.annotations.Nullable;

/** A text that is no JSON, or JSON that nobody should have to read. */
public final class InvalidJson extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidJson(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
