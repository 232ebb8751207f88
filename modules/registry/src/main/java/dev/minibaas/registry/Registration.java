package dev.minibaas.registry;

import dev.minibaas.engines.target.EngineKind;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered database, without its connection string.
 *
 * @param revision grows with every change of what a connection is made of
 */
record Registration(
    Identity identity,
    String name,
    Options options,
    long revision,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastHealthyAt) {

  /** What never changes of a registration, and what its credentials are sealed for. */
  record Identity(UUID id, String tenant, EngineKind engine) {}

  /** A registration with its sealed connection string. */
  record Sealed(Registration registration, int keyVersion, byte[] connection) {

    /** Nothing of the sealed text in a log. */
    @Override
    public String toString() {
      return "Sealed[" + registration.identity().id() + ", keyVersion=" + keyVersion + "]";
    }
  }

  JsonObject json() {
    return fields()
        .add("created_at", createdAt.toString())
        .add("updated_at", updatedAt.toString())
        .add(
            "last_healthy_at",
            lastHealthyAt == null ? JsonValue.NULL : Json.createValue(lastHealthyAt.toString()))
        .build();
  }

  /** What the internal connect call answers. */
  JsonObject json(String connection) {
    return fields().add("connection_string", connection).build();
  }

  private JsonObjectBuilder fields() {
    return Json.createObjectBuilder()
        .add("id", identity.id().toString())
        .add("tenant_id", identity.tenant())
        .add("engine", identity.engine().text())
        .add("name", name)
        .add("revision", revision)
        .add("options", options.json());
  }
}
