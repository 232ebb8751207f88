package dev.minibaas.realtime.access;

import dev.minibaas.platform.caller.Caller;
import jakarta.json.JsonString;
import org.jspecify.annotations.Nullable;

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

  public boolean isService() {
    return role.equals(Caller.SERVICE_ROLE);
  }

  /** The user, if it is one. */
  public @Nullable String subject() {
    return Claims.field(new Claims(claims).root(), "sub") instanceof JsonString subject
        ? subject.getString()
        : null;
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
