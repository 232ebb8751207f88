package dev.minibaas.auth.factor;

import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.entity.FactorType;
import dev.minibaas.auth.sql.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code auth.mfa_factors}, and what follows from a factor's end. */
public final class FactorStore {
  private static final String DELETE_STALE =
      """
      delete from auth.mfa_factors f
      where f.user_id = ? and f.status <> 'verified'
        and f.created_at < now() - make_interval(secs => ?)
        and not exists (
          select from auth.mfa_challenges c
          where c.factor_id = f.id and c.created_at > now() - make_interval(secs => ?))
      """;

  private static final String DELETE_UNVERIFIED =
      """
      delete from auth.mfa_factors
      where user_id = ? and factor_type = ?::auth.factor_type and status <> 'verified'
      """;

  private static final String FORGET_METHODS =
      """
      delete from auth.mfa_amr_claims
      where session_id in (select id from auth.sessions where factor_id = ?)
        and authentication_method in ('totp', 'mfa/phone', 'mfa/webauthn')
      """;

  private static final String LOWER_SESSIONS =
      """
      update auth.sessions set aal = 'aal1', factor_id = null, updated_at = now()
      where factor_id = ?
      """;

  /**
   * Whoever changes the factors of a user does so one after the other: limits are counted and names
   * compared, and two rows locked in two orders would be a deadlock.
   */
  void lockUser(Tx tx, UUID userId) {
    tx.first("select id from auth.users where id = ? for update", row -> row.getString(1), userId);
  }

  List<FactorEntity> ofUser(Tx tx, UUID userId) {
    return tx.entities()
        .createQuery(
            "select f from FactorEntity f where f.userId = :user order by f.id", FactorEntity.class)
        .setParameter("user", userId)
        .getResultList();
  }

  /** A factor, which only its user can name. */
  Optional<FactorEntity> find(Tx tx, UUID userId, UUID id) {
    return Optional.ofNullable(tx.entities().find(FactorEntity.class, id))
        .filter(factor -> factor.userId().equals(userId));
  }

  /** Unverified factors that nobody has tried to prove for long. */
  void deleteStale(Tx tx, UUID userId, Duration lifetime) {
    tx.change(DELETE_STALE, userId, (double) lifetime.toSeconds(), (double) lifetime.toSeconds());
  }

  void deleteUnverified(Tx tx, UUID userId, FactorType type) {
    tx.change(DELETE_UNVERIFIED, userId, type.label());
  }

  /** Deletes a factor; the sessions that it has raised fall back to aal1. */
  public void delete(Tx tx, UUID id) {
    tx.change(FORGET_METHODS, id);
    tx.change(LOWER_SESSIONS, id);
    tx.change("delete from auth.mfa_factors where id = ?", id);
  }
}
