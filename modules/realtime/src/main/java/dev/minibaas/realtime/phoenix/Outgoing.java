package dev.minibaas.realtime.phoenix;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a client gets. */
public sealed interface Outgoing {
  String topic();

  /** Any event but a broadcast; replies have a ref, pushes of the server have none. */
  record Event(
      @Nullable String joinRef,
      @Nullable String ref,
      String topic,
      String event,
      JsonObject payload)
      implements Outgoing {}

  /**
   * A broadcast.
   *
   * @param metadata what tells a replayed message, for one; null for none
   */
  record Broadcast(String topic, String event, Content content, @Nullable JsonObject metadata)
      implements Outgoing {}
}
