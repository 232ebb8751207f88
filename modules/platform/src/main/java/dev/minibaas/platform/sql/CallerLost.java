package dev.minibaas.platform.sql;

/**
 * A statement ran as the login role instead of the caller. Nothing of its result may be sent: the
 * session's settings and the statement were not one transaction.
 */
public final class CallerLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallerLost(String role) {
    super("the statement ran as \"" + role + "\", the login role, instead of the caller's role");
  }
}
