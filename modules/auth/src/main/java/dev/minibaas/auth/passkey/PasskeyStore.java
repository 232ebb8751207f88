package dev.minibaas.auth.passkey;

import dev.minibaas.auth.entity.WebAuthnChallengeEntity;
import dev.minibaas.auth.entity.WebAuthnCredentialEntity;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.Tx;
import jakarta.json.JsonObject;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code auth.webauthn_credentials} and {@code auth.webauthn_challenges}. */
final class PasskeyStore {
  // deleted as it is read: of two that answer the same challenge, one finds it gone
  private static final String CONSUME =
      """
      delete from auth.webauthn_challenges
      where id = ? and challenge_type = ? and user_id is not distinct from ?
      returning session_data, expires_at
      """;

  private static final String FORGET_EXPIRED =
      """
      delete from auth.webauthn_challenges
      where id in (
        select id from auth.webauthn_challenges
        where expires_at < now() - interval '1 hour'
        limit 100 for update skip locked)
      """;

  /** A challenge that was used up by reading it. */
  record Challenge(JsonObject data, Instant expiresAt) {
    String value() {
      return data.getString("challenge");
    }
  }

  void add(Tx tx, WebAuthnChallengeEntity challenge) {
    tx.change(FORGET_EXPIRED);
    tx.entities().persist(challenge);
  }

  Optional<Challenge> consume(Tx tx, UUID id, String type, @Nullable UUID userId) {
    return tx.first(
        CONSUME,
        row -> {
          Instant expiry = Tx.instant(row, "expires_at");
          return new Challenge(
              JsonValues.read(row.getString("session_data")).asJsonObject(),
              expiry == null ? Instant.EPOCH : expiry);
        },
        id,
        type,
        userId);
  }

  /** The user's passkeys, the oldest first. */
  List<WebAuthnCredentialEntity> ofUser(Tx tx, UUID userId) {
    return tx.entities()
        .createQuery(
            "select c from WebAuthnCredentialEntity c where c.userId = :user"
                + " order by c.createdAt, c.id",
            WebAuthnCredentialEntity.class)
        .setParameter("user", userId)
        .getResultList();
  }

  /** A passkey, which only its user can name. */
  Optional<WebAuthnCredentialEntity> find(Tx tx, UUID userId, UUID id) {
    return Optional.ofNullable(tx.entities().find(WebAuthnCredentialEntity.class, id))
        .filter(passkey -> passkey.userId().equals(userId));
  }

  /** The passkey with a credential's id, locked: its counter is compared and raised. */
  Optional<WebAuthnCredentialEntity> byCredential(Tx tx, byte[] credentialId) {
    return tx.first(
            "select id from auth.webauthn_credentials where credential_id = ?",
            row -> Tx.uuid(row, "id"),
            credentialId)
        .map(id ->
            tx.entities().find(WebAuthnCredentialEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** Whoever adds passkeys to a user does so one after the other: they are counted. */
  void lockUser(Tx tx, UUID userId) {
    tx.first("select id from auth.users where id = ? for update", row -> row.getString(1), userId);
  }
}
