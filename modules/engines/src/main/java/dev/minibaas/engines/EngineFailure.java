package dev.minibaas.engines;

import org.jspecify.annotations.Nullable;

/**
 * A registered database didn't do what was asked. The message is public and never a driver's; the
 * cause is for the log.
 */
public final class EngineFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Every way to fail. */
  public enum Reason {
    /** The target isn't permitted (any more). */
    REFUSED_TARGET,
    /** No connection, or it broke. */
    UNREACHABLE,
    /** The engine refuses the registered credentials. */
    LOGIN_REFUSED,
    /** All connections of this database are in use. */
    BUSY,
    TIMEOUT,
    UNKNOWN_TABLE,
    UNKNOWN_COLUMN,
    /** A value doesn't fit its column. */
    INVALID_VALUE,
    /** A unique key is taken. */
    DUPLICATE,
    /** Another rule of the database forbids the row. */
    CONSTRAINT,
    /** The registered credentials may not do this. */
    NOT_PERMITTED,
    /** The answer exceeds the limit of bytes or the work the limit of keys. */
    TOO_LARGE,
    UNSUPPORTED,
    /** Anything else that the engine says. */
    FAILED
  }

  private final Reason reason;

  public EngineFailure(Reason reason, String message) {
    this(reason, message, null);
  }

  public EngineFailure(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether the database, and not the request, is the trouble. */
  public boolean isOutage() {
    return switch (reason) {
      case REFUSED_TARGET, UNREACHABLE, LOGIN_REFUSED, TIMEOUT -> true;
      case BUSY,
          UNKNOWN_TABLE,
          UNKNOWN_COLUMN,
          INVALID_VALUE,
          DUPLICATE,
          CONSTRAINT,
          NOT_PERMITTED,
          TOO_LARGE,
          UNSUPPORTED,
          FAILED ->
          false;
    };
  }

  /** Whether the connection may serve the next call. */
  boolean leavesConnectionUsable() {
    return switch (reason) {
      // an answer that was too large may not have been read to its end
      case REFUSED_TARGET, UNREACHABLE, LOGIN_REFUSED, TIMEOUT, TOO_LARGE, FAILED -> false;
      case BUSY,
          UNKNOWN_TABLE,
          UNKNOWN_COLUMN,
          INVALID_VALUE,
          DUPLICATE,
          CONSTRAINT,
          NOT_PERMITTED,
          UNSUPPORTED ->
          true;
    };
  }
}
