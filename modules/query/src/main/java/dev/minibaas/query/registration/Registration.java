package dev.minibaas.query.registration;

import dev.minibaas.engines.Scope;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.caller.Caller;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered database, with its credentials.
 *
 * @param revision grows with every change
 * @param ownerColumn the column that holds a row's owner, where each user has their own rows
 * @param keyPrefix what users' keys begin with, the same for Redis
 */
public record Registration(
    UUID id,
    String tenant,
    EngineKind engine,
    long revision,
    String connectionString,
    boolean readOnly,
    @Nullable String ownerColumn,
    @Nullable String keyPrefix,
    int maxRows,
    Duration timeout,
    int poolSize) {

  /** The rows that a caller reaches; the service role reaches all. */
  public Scope scope(Caller caller) {
    String subject = caller.subject();
    if (caller.isService() || subject == null) {
      return Scope.unrestricted(subject);
    }
    if (keyPrefix != null) {
      return Scope.ofKeys(keyPrefix, subject);
    }
    return ownerColumn != null ? Scope.ofOwner(ownerColumn, subject) : Scope.unrestricted(subject);
  }

  /** Whether a caller may use it at all, should the registry ever be wrong about that. */
  public boolean isOpenTo(Caller caller) {
    return caller.isService()
        || tenant.equals(caller.subject())
        || (caller.subject() != null && (ownerColumn != null || keyPrefix != null));
  }

  /** Credentials stay out of logs. */
  @Override
  public String toString() {
    return "Registration[" + id + " revision " + revision + "]";
  }
}
