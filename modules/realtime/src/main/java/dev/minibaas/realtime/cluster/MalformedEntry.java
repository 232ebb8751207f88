package dev.minibaas.realtime.cluster;

import org.jspecify.annotations.Nullable;

/** An entry of the stream that this version doesn't understand. */
final class MalformedEntry extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedEntry(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
