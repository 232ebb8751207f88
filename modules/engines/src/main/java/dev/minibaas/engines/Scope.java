package dev.minibaas.engines;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows a call reaches. Every statement is made within a scope: there is no way around it.
 *
 * @param subject whom the call is made for, or null for none
 * @param ownerColumn the column that must hold the subject in every row that is read or changed
 * @param keyPrefix of Redis: what the subject's keys begin with, before the subject itself
 */
public record Scope(
    @Nullable String subject, @Nullable String ownerColumn, @Nullable String keyPrefix) {

  public Scope {
    if (subject == null && (ownerColumn != null || keyPrefix != null)) {
      throw new IllegalArgumentException("rows of an owner need a subject");
    }
  }

  /** Every row that the database's own rules show. */
  public static Scope unrestricted(@Nullable String subject) {
    return new Scope(subject, null, null);
  }

  public static Scope ofOwner(String column, String subject) {
    return new Scope(subject, column, null);
  }

  public static Scope ofKeys(String prefix, String subject) {
    return new Scope(subject, null, prefix);
  }

  /** The condition on the owner, where there is one. */
  Optional<Owner> owner() {
    return subject == null || ownerColumn == null
        ? Optional.empty()
        : Optional.of(new Owner(ownerColumn, subject));
  }

  /** Prefixes are of Redis: another engine would not see that it shall keep owners apart. */
  void requireNoKeys() {
    if (keyPrefix != null) {
      throw new EngineFailure(
          EngineFailure.Reason.UNSUPPORTED, "this engine has no prefixes of keys");
    }
  }

  record Owner(String column, String subject) {}
}
