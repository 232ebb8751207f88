package dev.minibaas.auth.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A method by which a session was authenticated; its time is {@code updatedAt}. */
@Entity
@Table(schema = "auth", name = "mfa_amr_claims")
public class AmrClaimEntity extends Timed {
  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "session_id", updatable = false)
  private UUID sessionId;

  @Column(name = "authentication_method", updatable = false)
  private String method;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected AmrClaimEntity() {}

  public AmrClaimEntity(UUID sessionId, String method) {
    this.id = UUID.randomUUID();
    this.sessionId = sessionId;
    this.method = method;
  }

  public UUID id() {
    return id;
  }

  public UUID sessionId() {
    return sessionId;
  }

  public String method() {
    return method;
  }
}
