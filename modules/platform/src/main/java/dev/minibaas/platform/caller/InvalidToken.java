package dev.minibaas.platform.caller;

/** A token that was given but can't be trusted. The message may be shown to its bearer. */
public final class InvalidToken extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, for the wire formats that tell it apart. */
  public enum Reason {
    MALFORMED,
    ALGORITHM,
    SIGNATURE,
    EXPIRED,
    NOT_YET_VALID,
    ISSUED_IN_FUTURE,
    AUDIENCE,
    CLAIMS
  }

  private final Reason reason;

  public InvalidToken(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
