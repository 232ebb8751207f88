package dev.minibaas.realtime.channels;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * That a client is in a channel.
 *
 * @param key by which clients group: of a user, say
 * @param ref which no other presence has; a client that says something new of itself gets a new one
 * @param payload what the client says of itself
 */
record Presence(String key, String ref, JsonObject payload) {
  private static final String REF = "phx_ref";

  /** As {@code presence_state} and both halves of {@code presence_diff} have it. */
  static JsonObject byKey(List<Presence> presences) {
    Map<String, JsonArrayBuilder> metas = new LinkedHashMap<>();
    for (Presence presence : presences) {
      metas.computeIfAbsent(presence.key, key -> Json.createArrayBuilder()).add(presence.meta());
    }
    JsonObjectBuilder state = Json.createObjectBuilder();
    metas.forEach((key, list) -> state.add(key, Json.createObjectBuilder().add("metas", list)));
    return state.build();
  }

  private JsonObject meta() {
    return Json.createObjectBuilder(payload).add(REF, ref).build();
  }
}
