package dev.minibaas.auth.entity;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A second factor of a user. */
@Entity
@Table(schema = "auth", name = "mfa_factors")
public class FactorEntity extends Timed {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "user_id", updatable = false)
  private UUID userId;

  @Column(name = "friendly_name")
  private @Nullable String friendlyName;

  @Column(name = "factor_type", updatable = false)
  private FactorType type;

  @Column(name = "status")
  private FactorStatus status;

  @Column(name = "secret")
  private @Nullable String secret;

  @Column(name = "phone")
  private @Nullable String phone;

  @Column(name = "last_challenged_at")
  private @Nullable Instant lastChallengedAt;

  @Column(name = "web_authn_credential")
  private @Nullable JsonObject webAuthnCredential;

  @Column(name = "web_authn_aaguid")
  private @Nullable UUID webAuthnAaguid;

  @Column(name = "last_webauthn_challenge_data")
  private @Nullable JsonObject lastWebAuthnChallengeData;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected FactorEntity() {}

  /** Not verified yet. */
  public FactorEntity(UUID userId, FactorType type, @Nullable String friendlyName) {
    this.id = UUID.randomUUID();
    this.userId = userId;
    this.type = type;
    this.friendlyName = friendlyName;
    this.status = FactorStatus.UNVERIFIED;
  }

  public UUID id() {
    return id;
  }

  public UUID userId() {
    return userId;
  }

  public @Nullable String friendlyName() {
    return friendlyName;
  }

  public void setFriendlyName(@Nullable String value) {
    friendlyName = value;
  }

  public FactorType type() {
    return type;
  }

  public FactorStatus status() {
    return status;
  }

  public void setStatus(FactorStatus value) {
    status = value;
  }

  public @Nullable String secret() {
    return secret;
  }

  public void setSecret(@Nullable String value) {
    secret = value;
  }

  public @Nullable String phone() {
    return phone;
  }

  public void setPhone(@Nullable String value) {
    phone = value;
  }

  public @Nullable Instant lastChallengedAt() {
    return lastChallengedAt;
  }

  public void setLastChallengedAt(@Nullable Instant value) {
    lastChallengedAt = value;
  }

  public @Nullable JsonObject webAuthnCredential() {
    return webAuthnCredential;
  }

  public void setWebAuthnCredential(@Nullable JsonObject value) {
    webAuthnCredential = value;
  }

  public @Nullable UUID webAuthnAaguid() {
    return webAuthnAaguid;
  }

  public void setWebAuthnAaguid(@Nullable UUID value) {
    webAuthnAaguid = value;
  }

  public @Nullable JsonObject lastWebAuthnChallengeData() {
    return lastWebAuthnChallengeData;
  }

  public void setLastWebAuthnChallengeData(@Nullable JsonObject value) {
    lastWebAuthnChallengeData = value;
  }

  public boolean isVerified() {
    return status == FactorStatus.VERIFIED;
  }
}
