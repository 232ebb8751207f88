package dev.minibaas.auth.audit;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Writes entries, each in the transaction of what it tells of. */
public final class Audit {
  private static final String INSERT =
      """
      insert into auth.audit_log_entries (instance_id, id, payload, created_at, ip_address)
      values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), ?::json, now(), ?)
      """;

  public void record(Tx tx, Action action, User actor, Origin origin) {
    record(tx, action, actor, origin, JsonValue.EMPTY_JSON_OBJECT);
  }

  /**
   * @param traits what else is to be known of it; no secret
   */
  public void record(Tx tx, Action action, User actor, Origin origin, JsonObject traits) {
    String address = origin.address();
    tx.change(INSERT, payload(action, actor, traits), address == null ? "" : address);
  }

  static JsonObject payload(Action action, User actor, JsonObject traits) {
    JsonObjectBuilder json =
        JsonValues.object()
            .add("action", action.text())
            .add("actor_id", actor.id().toString())
            .add("actor_username", actor.phone().isEmpty() ? actor.email() : actor.phone())
            .add("actor_via_sso", actor.sso())
            .add("log_type", action.kind());
    if (actor.userMetadata().get("full_name") instanceof JsonString name) {
      json.add("actor_name", name);
    }
    if (!traits.isEmpty()) {
      json.add("traits", traits);
    }
    return json.build();
  }
}
