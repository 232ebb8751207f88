package dev.minibaas.platform.sql;

import dev.minibaas.platform.caller.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom, and with which transaction-local settings, statements run.
 *
 * @param role the database role
 * @param claims the token's claims as JSON, seen by SQL as {@code request.jwt.claims}
 * @param settings further settings, applied in order after the role and the claims
 * @param readOnly whether the database refuses writes
 * @param isolation the isolation level in SQL's words, or null for the default; a level costs
 *     {@link CallerSessions#read} nothing, but forbids its one-statement form
 */
public record Session(
    String role,
    String claims,
    List<Setting> settings,
    boolean readOnly,
    @Nullable Isolation isolation) {

  /** A transaction-local setting (GUC). */
  public record Setting(String name, String value) {}

  /** Isolation levels above the default one. */
  public enum Isolation {
    REPEATABLE_READ("repeatable read"),
    SERIALIZABLE("serializable");

    private final String words;

    Isolation(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  public Session {
    if (role.isEmpty()) {
      // an empty role would read as "none", which is the login role
      throw new IllegalArgumentException("a session needs a role");
    }
    settings = List.copyOf(settings);
  }

  public static Session reading(Caller caller, List<Setting> settings) {
    return new Session(caller.role(), caller.claimsJson(), settings, true, null);
  }

  public static Session writing(Caller caller, List<Setting> settings) {
    return new Session(caller.role(), caller.claimsJson(), settings, false, null);
  }
}
