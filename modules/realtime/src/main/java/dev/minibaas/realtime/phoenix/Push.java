package dev.minibaas.realtime.phoenix;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What a client sent, in whichever frame. */
public sealed interface Push {
  @Nullable String joinRef();

  /** By which the client knows the reply. */
  @Nullable String ref();

  String topic();

  /** Every event in a text frame, broadcasts of vsn 1.0.0 among them. */
  record Event(
      @Nullable String joinRef,
      @Nullable String ref,
      String topic,
      String event,
      JsonObject payload)
      implements Push {}

  /**
   * A broadcast in a binary frame (kind 3).
   *
   * @param metadata null when the frame has none
   */
  record Broadcast(
      @Nullable String joinRef,
      @Nullable String ref,
      String topic,
      String event,
      @Nullable JsonValue metadata,
      Content content)
      implements Push {}
}
