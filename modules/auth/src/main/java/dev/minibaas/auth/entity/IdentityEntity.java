package dev.minibaas.auth.entity;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A way in which a user is known to a provider. */
@Entity
@Table(schema = "auth", name = "identities")
public class IdentityEntity extends Timed {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "provider_id")
  private String providerId;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "identity_data")
  private JsonObject data;

  @Column(name = "provider", updatable = false)
  private String provider;

  @Column(name = "last_sign_in_at")
  private @Nullable Instant lastSignInAt;

  @Column(name = "email", insertable = false, updatable = false)
  private @Nullable String email;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected IdentityEntity() {}

  public IdentityEntity(UUID userId, String provider, String providerId, JsonObject data) {
    this.id = UUID.randomUUID();
    this.userId = userId;
    this.provider = provider;
    this.providerId = providerId;
    this.data = data;
  }

  public UUID id() {
    return id;
  }

  public String providerId() {
    return providerId;
  }

  public void setProviderId(String value) {
    providerId = value;
  }

  public UUID userId() {
    return userId;
  }

  public void setUserId(UUID value) {
    userId = value;
  }

  public JsonObject data() {
    return data;
  }

  public void setData(JsonObject value) {
    data = value;
  }

  public String provider() {
    return provider;
  }

  public @Nullable Instant lastSignInAt() {
    return lastSignInAt;
  }

  public void setLastSignInAt(@Nullable Instant value) {
    lastSignInAt = value;
  }

  public @Nullable String email() {
    return email;
  }
}
