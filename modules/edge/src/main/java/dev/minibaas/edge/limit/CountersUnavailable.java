package dev.minibaas.edge.limit;

import org.jspecify.annotations.Nullable;

/** The counters of a rate limit can't be reached. */
public final class CountersUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CountersUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
