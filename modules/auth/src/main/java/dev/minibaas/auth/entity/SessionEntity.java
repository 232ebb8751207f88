package dev.minibaas.auth.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A login that lasts. */
@Entity
@Table(schema = "auth", name = "sessions")
public class SessionEntity extends Timed {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "user_id", updatable = false)
  private UUID userId;

  @Column(name = "factor_id")
  private @Nullable UUID factorId;

  @Column(name = "aal")
  private @Nullable Aal aal;

  @Column(name = "not_after")
  private @Nullable Instant notAfter;

  @Column(name = "refreshed_at")
  private @Nullable LocalDateTime refreshedAt;

  @Column(name = "user_agent")
  private @Nullable String userAgent;

  @Column(name = "ip")
  private @Nullable String ip;

  @Column(name = "tag")
  private @Nullable String tag;

  @Column(name = "oauth_client_id", updatable = false)
  private @Nullable UUID oauthClientId;

  @Column(name = "refresh_token_hmac_key")
  private @Nullable String refreshTokenHmacKey;

  @Column(name = "refresh_token_counter")
  private @Nullable Long refreshTokenCounter;

  @Column(name = "scopes")
  private @Nullable String scopes;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected SessionEntity() {}

  public SessionEntity(UUID id, UUID userId, Aal aal) {
    this.id = id;
    this.userId = userId;
    this.aal = aal;
  }

  public UUID id() {
    return id;
  }

  public UUID userId() {
    return userId;
  }

  public @Nullable UUID factorId() {
    return factorId;
  }

  public void setFactorId(@Nullable UUID value) {
    factorId = value;
  }

  public @Nullable Aal aal() {
    return aal;
  }

  public void setAal(@Nullable Aal value) {
    aal = value;
  }

  public @Nullable Instant notAfter() {
    return notAfter;
  }

  public void setNotAfter(@Nullable Instant value) {
    notAfter = value;
  }

  public @Nullable LocalDateTime refreshedAt() {
    return refreshedAt;
  }

  public void setRefreshedAt(@Nullable LocalDateTime value) {
    refreshedAt = value;
  }

  public @Nullable String userAgent() {
    return userAgent;
  }

  public void setUserAgent(@Nullable String value) {
    userAgent = value;
  }

  public @Nullable String ip() {
    return ip;
  }

  public void setIp(@Nullable String value) {
    ip = value;
  }

  public @Nullable String tag() {
    return tag;
  }

  public void setTag(@Nullable String value) {
    tag = value;
  }

  public @Nullable UUID oauthClientId() {
    return oauthClientId;
  }

  public @Nullable String refreshTokenHmacKey() {
    return refreshTokenHmacKey;
  }

  public void setRefreshTokenHmacKey(@Nullable String value) {
    refreshTokenHmacKey = value;
  }

  public @Nullable Long refreshTokenCounter() {
    return refreshTokenCounter;
  }

  public void setRefreshTokenCounter(@Nullable Long value) {
    refreshTokenCounter = value;
  }

  public @Nullable String scopes() {
    return scopes;
  }

  public void setScopes(@Nullable String value) {
    scopes = value;
  }
}
