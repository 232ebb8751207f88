package dev.minibaas.auth.mail;

/** A mail wasn't taken. */
final class Undelivered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  /**
   * @param permanent whether another try would end alike
   */
  Undelivered(String message, boolean permanent, Throwable cause) {
    super(message, cause);
    this.permanent = permanent;
  }

  boolean isPermanent() {
    return permanent;
  }
}
