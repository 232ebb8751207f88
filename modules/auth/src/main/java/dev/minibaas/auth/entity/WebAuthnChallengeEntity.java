package dev.minibaas.auth.entity;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a passkey has yet to sign. */
@Entity
@Table(schema = "auth", name = "webauthn_challenges")
public class WebAuthnChallengeEntity {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "user_id", updatable = false)
  private @Nullable UUID userId;

  @Column(name = "challenge_type", updatable = false)
  private String type;

  @Column(name = "session_data", updatable = false)
  private JsonObject sessionData;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "expires_at", updatable = false)
  private Instant expiresAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected WebAuthnChallengeEntity() {}

  /** Type is {@code signup}, {@code registration} or {@code authentication}. */
  public WebAuthnChallengeEntity(
      @Nullable UUID userId,
      String type,
      JsonObject sessionData,
      Instant createdAt,
      Instant expiresAt) {
    this.id = UUID.randomUUID();
    this.userId = userId;
    this.type = type;
    this.sessionData = sessionData;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  public UUID id() {
    return id;
  }

  public @Nullable UUID userId() {
    return userId;
  }

  public String type() {
    return type;
  }

  public JsonObject sessionData() {
    return sessionData;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant expiresAt() {
    return expiresAt;
  }
}
