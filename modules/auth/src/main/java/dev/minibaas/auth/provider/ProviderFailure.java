package dev.minibaas.auth.provider;

import org.jspecify.annotations.Nullable;

/** A provider didn't answer, or answered what can't be believed. The message is for the log. */
public final class ProviderFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProviderFailure(String message) {
    super(message);
  }

  ProviderFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
