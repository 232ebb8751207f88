package dev.minibaas.auth.entity;

import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody did, when, from where. */
@Entity
@Table(schema = "auth", name = "audit_log_entries")
public class AuditLogEntity {
  @Column(name = "instance_id", updatable = false)
  private @Nullable UUID instanceId;

  @Id
  @Column(name = "id")
  private UUID id;

  @Column(name = "payload", updatable = false)
  private @Nullable JsonObject payload;

  @Column(name = "created_at", updatable = false)
  private @Nullable Instant createdAt;

  @Column(name = "ip_address", updatable = false)
  private String ipAddress;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected AuditLogEntity() {}

  public AuditLogEntity(JsonObject payload, String ipAddress, Instant createdAt) {
    this.instanceId = new UUID(0, 0);
    this.id = UUID.randomUUID();
    this.payload = payload;
    this.ipAddress = ipAddress;
    this.createdAt = createdAt;
  }

  public @Nullable UUID instanceId() {
    return instanceId;
  }

  public UUID id() {
    return id;
  }

  public @Nullable JsonObject payload() {
    return payload;
  }

  public @Nullable Instant createdAt() {
    return createdAt;
  }

  public String ipAddress() {
    return ipAddress;
  }
}
