package dev.minibaas.auth.entity;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A passkey. */
@Entity
@Table(schema = "auth", name = "webauthn_credentials")
public class WebAuthnCredentialEntity extends Timed {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "user_id", updatable = false)
  private UUID userId;

  @Column(name = "credential_id", updatable = false)
  private byte[] credentialId;

  @Column(name = "public_key", updatable = false)
  private byte[] publicKey;

  @Column(name = "attestation_type")
  private String attestationType = "";

  @Column(name = "aaguid")
  private @Nullable UUID aaguid;

  @Column(name = "sign_count")
  private long signCount;

  @Column(name = "transports")
  private JsonArray transports = JsonValue.EMPTY_JSON_ARRAY;

  @Column(name = "backup_eligible")
  private boolean backupEligible;

  @Column(name = "backed_up")
  private boolean backedUp;

  @Column(name = "friendly_name")
  private String friendlyName = "";

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected WebAuthnCredentialEntity() {}

  /** Public key in COSE form, as the authenticator gave it. */
  public WebAuthnCredentialEntity(UUID userId, byte[] credentialId, byte[] publicKey) {
    this.id = UUID.randomUUID();
    this.userId = userId;
    this.credentialId = credentialId.clone();
    this.publicKey = publicKey.clone();
  }

  public UUID id() {
    return id;
  }

  public UUID userId() {
    return userId;
  }

  public byte[] credentialId() {
    return credentialId.clone();
  }

  public byte[] publicKey() {
    return publicKey.clone();
  }

  public String attestationType() {
    return attestationType;
  }

  public void setAttestationType(String value) {
    attestationType = value;
  }

  public @Nullable UUID aaguid() {
    return aaguid;
  }

  public void setAaguid(@Nullable UUID value) {
    aaguid = value;
  }

  public long signCount() {
    return signCount;
  }

  public void setSignCount(long value) {
    signCount = value;
  }

  public JsonArray transports() {
    return transports;
  }

  public void setTransports(JsonArray value) {
    transports = value;
  }

  public boolean backupEligible() {
    return backupEligible;
  }

  public void setBackupEligible(boolean value) {
    backupEligible = value;
  }

  public boolean backedUp() {
    return backedUp;
  }

  public void setBackedUp(boolean value) {
    backedUp = value;
  }

  public String friendlyName() {
    return friendlyName;
  }

  public void setFriendlyName(String value) {
    friendlyName = value;
  }

  public @Nullable Instant lastUsedAt() {
    return lastUsedAt;
  }

  public void setLastUsedAt(@Nullable Instant value) {
    lastUsedAt = value;
  }
}
