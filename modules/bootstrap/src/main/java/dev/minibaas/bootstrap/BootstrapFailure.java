package dev.minibaas.bootstrap;

import org.jspecify.annotations.Nullable;

/** The database cannot be prepared; the message names what to change. */
public final class BootstrapFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BootstrapFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
