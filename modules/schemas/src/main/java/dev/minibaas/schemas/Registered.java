package dev.minibaas.schemas;

import dev.minibaas.engines.target.EngineKind;
import jakarta.json.JsonObject;
import java.util.UUID;

/** A registered database, as the registry hands it to services. */
record Registered(
    UUID id,
    String tenant,
    EngineKind engine,
    String connection,
    boolean readOnly,
    int timeoutMillis) {

  static Registered of(JsonObject data) {
    JsonObject options = data.getJsonObject("options");
    return new Registered(
        UUID.fromString(data.getString("id")),
        data.getString("tenant_id"),
        EngineKind.of(data.getString("engine")),
        data.getString("connection_string"),
        options.getBoolean("read_only"),
        options.getInt("timeout_ms"));
  }

  /** Credentials stay out of logs. */
  @Override
  public String toString() {
    return "Registered[" + id + " " + engine.text() + "]";
  }
}
