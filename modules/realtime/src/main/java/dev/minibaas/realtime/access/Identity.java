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

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Identity that && role.equals(that.role) && claims.equals(that.claims));
  }

  @Override
  public int hashCode() {
    // texts remember theirs
    return 31 * role.hashCode() + claims.hashCode();
  }

  /** Claims stay out of logs. */
  @Override
  public String toString() {
    return "Identity[" + role + "]";
  }
}
