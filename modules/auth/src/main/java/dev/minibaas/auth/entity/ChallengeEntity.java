package dev.minibaas.auth.entity;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a factor was asked to prove. */
@Entity
@Table(schema = "auth", name = "mfa_challenges")
public class ChallengeEntity {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "factor_id", updatable = false)
  private UUID factorId;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "verified_at")
  private @Nullable Instant verifiedAt;

  @Column(name = "ip_address", updatable = false)
  private String ipAddress;

  @Column(name = "otp_code")
  private @Nullable String otpCode;

  @Column(name = "web_authn_session_data")
  private @Nullable JsonObject webAuthnSessionData;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected ChallengeEntity() {}

  public ChallengeEntity(UUID factorId, String ipAddress, Instant createdAt) {
    this.id = UUID.randomUUID();
    this.factorId = factorId;
    this.ipAddress = ipAddress;
    this.createdAt = createdAt;
  }

  public UUID id() {
    return id;
  }

  public UUID factorId() {
    return factorId;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public @Nullable Instant verifiedAt() {
    return verifiedAt;
  }

  public void setVerifiedAt(@Nullable Instant value) {
    verifiedAt = value;
  }

  public String ipAddress() {
    return ipAddress;
  }

  public @Nullable String otpCode() {
    return otpCode;
  }

  public void setOtpCode(@Nullable String value) {
    otpCode = value;
  }

  public @Nullable JsonObject webAuthnSessionData() {
    return webAuthnSessionData;
  }

  public void setWebAuthnSessionData(@Nullable JsonObject value) {
    webAuthnSessionData = value;
  }
}
