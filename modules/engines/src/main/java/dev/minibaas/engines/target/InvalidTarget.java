package dev.minibaas.engines.target;

/**
 * A connection string that can't be used, or whose target is not permitted. The message is public:
 * it never holds the string, a password or an address that was found by resolving.
 */
public final class InvalidTarget extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidTarget(String message) {
    super(message);
  }
}
