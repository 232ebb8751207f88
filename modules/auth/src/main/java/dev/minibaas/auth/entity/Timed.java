package dev.minibaas.auth.entity;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A row that notes when it was written first and last. */
@MappedSuperclass
abstract class Timed {
  @Column(name = "created_at", updatable = false)
  private @Nullable Instant createdAt;

  @Column(name = "updated_at")
  private @Nullable Instant updatedAt;

  /** The database keeps microseconds. */
  @PrePersist
  void beforeInsert() {
    updatedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    if (createdAt == null) {
      createdAt = updatedAt;
    }
  }

  @PreUpdate
  void beforeUpdate() {
    updatedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** Null before the row is written; rows written by hand may lack it too. */
  public @Nullable Instant createdAt() {
    return createdAt;
  }

  public @Nullable Instant updatedAt() {
    return updatedAt;
  }
}
