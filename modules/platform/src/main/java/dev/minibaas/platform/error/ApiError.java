package dev.minibaas.platform.error;

import org.jspecify.annotations.Nullable;

/** An error that a caller is told: its message is public, its cause is for the log alone. */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String publicMessage;

  public ApiError(ErrorCode code, @Nullable String message) {
    this(code, message, null);
  }

  public ApiError(ErrorCode code, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.publicMessage = message == null ? code.code() : message;
  }

  public ErrorCode code() {
    return code;
  }

  public String publicMessage() {
    return publicMessage;
  }
}
