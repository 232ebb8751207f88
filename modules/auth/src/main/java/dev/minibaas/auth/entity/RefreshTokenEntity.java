package dev.minibaas.auth.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A refresh token of the first kind: a row for each. */
@Entity
@Table(schema = "auth", name = "refresh_tokens")
public class RefreshTokenEntity extends Timed {
  @Column(name = "instance_id", updatable = false)
  private @Nullable UUID instanceId;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  private @Nullable Long id;

  @Column(name = "token", updatable = false)
  private String token;

  @Column(name = "user_id", updatable = false)
  private String userId;

  @Column(name = "revoked")
  private @Nullable Boolean revoked;

  @Column(name = "parent", updatable = false)
  private @Nullable String parent;

  @Column(name = "session_id", updatable = false)
  private @Nullable UUID sessionId;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected RefreshTokenEntity() {}

  public RefreshTokenEntity(String token, UUID userId, UUID sessionId, @Nullable String parent) {
    this.instanceId = new UUID(0, 0);
    this.token = token;
    this.userId = userId.toString();
    this.sessionId = sessionId;
    this.parent = parent;
    this.revoked = false;
  }

  public @Nullable UUID instanceId() {
    return instanceId;
  }

  /** Given by the database when the row is written. */
  public long id() {
    if (id == null) {
      throw new IllegalStateException("the refresh token isn't written yet");
    }
    return id;
  }

  public String token() {
    return token;
  }

  public String userId() {
    return userId;
  }

  public @Nullable Boolean revoked() {
    return revoked;
  }

  public void setRevoked(@Nullable Boolean value) {
    revoked = value;
  }

  public @Nullable String parent() {
    return parent;
  }

  public @Nullable UUID sessionId() {
    return sessionId;
  }
}
