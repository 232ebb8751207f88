package dev.minibaas.realtime.access;

import dev.minibaas.platform.caller.Caller;

/**
 * As whom the database is asked. Subscribers of one identity see the same, and are judged once.
 *
 * @param role of the database
 * @param claims of the token, as JSON text
 */
public record Identity(String role, String claims) {
  public static Identity of(Caller caller) {
    return new Identity(caller.role(), caller.claimsJson());
  }

  /** Claims stay out of logs. */
  @Override
  public String toString() {
    return "Identity[" + role + "]";
  }
}
