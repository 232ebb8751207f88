package dev.minibaas.realtime.own;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a client of the own protocol is told. */
public sealed interface ServerMessage {
  JsonObject json();

  /** As it goes out. */
  default String text() {
    return json().toString();
  }

  record AuthOk(String connection, Instant now) implements ServerMessage {
    @Override
    public JsonObject json() {
      return message("AUTH_OK")
          .add("conn_id", connection)
          .add("server_time", now.toString())
          .build();
    }
  }

  /**
   * From here on every event comes.
   *
   * @param sequence of the topic's latest event
   * @param position after which they come; null while there is none
   */
  record Subscribed(String name, long sequence, @Nullable String position)
      implements ServerMessage {
    @Override
    public JsonObject json() {
      JsonObjectBuilder json = message("SUBSCRIBED").add("sub_id", name).add("seq", sequence);
      return (position == null ? json : json.add("position", position)).build();
    }
  }

  record Unsubscribed(String name) implements ServerMessage {
    @Override
    public JsonObject json() {
      return message("UNSUBSCRIBED").add("sub_id", name).build();
    }
  }

  /**
   * Events are missing.
   *
   * @param after the last position that the client has; null when it has none
   * @param until the position from which on nothing is missing
   */
  record Gap(String name, @Nullable String after, String until) implements ServerMessage {
    @Override
    public JsonObject json() {
      return message("GAP")
          .add("sub_id", name)
          .add("after", after == null ? JsonValue.NULL : Json.createValue(after))
          .add("until", until)
          .build();
    }
  }

  record Pong(Instant now) implements ServerMessage {
    @Override
    public JsonObject json() {
      return message("PONG").add("server_time", now.toString()).build();
    }
  }

  record Failure(OwnError error) implements ServerMessage {
    @Override
    public JsonObject json() {
      JsonObjectBuilder message =
          message("ERROR").add("code", error.code().name()).add("message", error.text());
      String name = error.subscription();
      if (name != null) {
        message.add("sub_id", name);
      }
      return message.build();
    }
  }

  private static JsonObjectBuilder message(String type) {
    return Json.createObjectBuilder().add("type", type);
  }
}
