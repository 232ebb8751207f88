package dev.minibaas.auth.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;

/** The hash of a token or code that was sent; one of each type per user. */
@Entity
@Table(schema = "auth", name = "one_time_tokens")
public class OneTimeTokenEntity {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "user_id", updatable = false)
  private UUID userId;

  @Column(name = "token_type", updatable = false)
  private OneTimeTokenType type;

  @Column(name = "token_hash")
  private String hash;

  @Column(name = "relates_to")
  private String relatesTo;

  @Column(name = "created_at")
  private LocalDateTime createdAt;

  @Column(name = "updated_at")
  private LocalDateTime updatedAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected OneTimeTokenEntity() {}

  /** The times are without zone in the database, and UTC. */
  public OneTimeTokenEntity(
      UUID userId, OneTimeTokenType type, String hash, String relatesTo, LocalDateTime now) {
    this.id = UUID.randomUUID();
    this.userId = userId;
    this.type = type;
    this.hash = hash;
    this.relatesTo = relatesTo;
    this.createdAt = now;
    this.updatedAt = now;
  }

  public UUID id() {
    return id;
  }

  public UUID userId() {
    return userId;
  }

  public OneTimeTokenType type() {
    return type;
  }

  public String hash() {
    return hash;
  }

  public void setHash(String value) {
    hash = value;
  }

  public String relatesTo() {
    return relatesTo;
  }

  public void setRelatesTo(String value) {
    relatesTo = value;
  }

  public LocalDateTime createdAt() {
    return createdAt;
  }

  public void setCreatedAt(LocalDateTime value) {
    createdAt = value;
  }

  public LocalDateTime updatedAt() {
    return updatedAt;
  }

  public void setUpdatedAt(LocalDateTime value) {
    updatedAt = value;
  }
}
