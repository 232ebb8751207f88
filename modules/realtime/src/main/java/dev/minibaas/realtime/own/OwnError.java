package dev.minibaas.realtime.own;

import org.jspecify.annotations.Nullable;

/** What a client of the own protocol is told when something is refused. */
public final class OwnError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final @Nullable String subscription;

  /** Every code, with the HTTP status of the same refusal over REST. */
  public enum Code {
    /** The token is missing, malformed, forged or expired. */
    AUTH_FAILED(401),
    /** AUTH must come first. */
    NOT_AUTHENTICATED(401),
    /** The token gives no right to this. */
    FORBIDDEN(403),
    /** No JSON object, or a field is missing, unknown or of the wrong type. */
    INVALID_MESSAGE(400),
    INVALID_TOPIC(400),
    INVALID_FILTER(400),
    INVALID_OPTIONS(400),
    /** The connection has a subscription of this name. */
    DUPLICATE_SUBSCRIPTION(409),
    /** The connection has no subscription of this name. */
    UNKNOWN_SUBSCRIPTION(404),
    PAYLOAD_TOO_LARGE(413),
    RATE_LIMITED(429),
    CAPACITY_EXCEEDED(429),
    UNAVAILABLE(503);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  public OwnError(Code code, String message) {
    this(code, message, null);
  }

  /**
   * @param subscription which one it is about; null when about none
   */
  public OwnError(Code code, String message, @Nullable String subscription) {
    super(message);
    this.code = code;
    this.subscription = subscription;
  }

  public Code code() {
    return code;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  public @Nullable String subscription() {
    return subscription;
  }

  OwnError about(@Nullable String name) {
    return subscription == null && name != null ? new OwnError(code, text(), name) : this;
  }
}
