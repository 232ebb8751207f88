package dev.minibaas.realtime.phoenix;

import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a push means; the same for both forms of frames. */
public sealed interface ClientEvent {
  /** The topic that is the socket itself. */
  String SOCKET = "phoenix";

  String CHANNEL_PREFIX = "realtime:";

  record Heartbeat() implements ClientEvent {}

  /** A channel with a name. */
  record Join(String channel, JoinPayload payload) implements ClientEvent {}

  record Leave(String channel) implements ClientEvent {}

  /**
   * @param token null when it brings none, which changes nothing
   */
  record AccessToken(String channel, @Nullable String token) implements ClientEvent {}

  record Broadcast(String channel, String event, Content content) implements ClientEvent {}

  /** A client comes into a channel, or says something new of itself. */
  record Track(String channel, JsonValue payload) implements ClientEvent {}

  record Untrack(String channel) implements ClientEvent {}

  /** Nothing that this server does; to be answered with the reason. */
  record Unknown(String reason) implements ClientEvent {}

  static ClientEvent of(Push push) {
    if (push.topic().equals(SOCKET)) {
      return push instanceof Push.Event event && event.event().equals("heartbeat")
          ? new Heartbeat()
          : new Unknown("UnknownEvent: the socket knows heartbeat only");
    }
    String channel = channel(push.topic()).orElse(null);
    if (channel == null) {
      return new Unknown("TopicNameRequired: You must provide a topic name");
    }
    return switch (push) {
      case Push.Event event -> onChannel(channel, event.event(), event.payload());
      case Push.Broadcast broadcast ->
          new Broadcast(channel, broadcast.event(), broadcast.content());
    };
  }

  /** The name without {@code realtime:}; empty when there is no such name. */
  static Optional<String> channel(String topic) {
    return topic.startsWith(CHANNEL_PREFIX) && topic.length() > CHANNEL_PREFIX.length()
        ? Optional.of(topic.substring(CHANNEL_PREFIX.length()))
        : Optional.empty();
  }

  private static ClientEvent onChannel(String channel, String event, JsonObject payload) {
    return switch (event) {
      case "phx_join" -> new Join(channel, JoinPayload.parse(payload));
      case "phx_leave" -> new Leave(channel);
      case "access_token" -> accessToken(channel, payload.get("access_token"));
      case "broadcast" -> broadcast(channel, payload);
      case "presence" -> presence(channel, payload);
      default -> new Unknown("UnknownEvent: a channel has no such event");
    };
  }

  private static ClientEvent accessToken(String channel, @Nullable JsonValue token) {
    String text = JsonReader.textOrNull(token);
    return text == null && token != null && token != JsonValue.NULL
        ? new Unknown("InvalidAccessToken: access_token must be a text")
        : new AccessToken(channel, text);
  }

  private static ClientEvent broadcast(String channel, JsonObject payload) {
    String event = JsonReader.textOrNull(payload.get("event"));
    if (event == null) {
      return new Unknown("InvalidBroadcast: event must be a text");
    }
    JsonValue content = payload.getOrDefault("payload", JsonValue.EMPTY_JSON_OBJECT);
    return new Broadcast(channel, event, new Content.OfJson(content));
  }

  private static ClientEvent presence(String channel, JsonObject payload) {
    String event = JsonReader.textOrNull(payload.get("event"));
    return switch (event == null ? "" : event.toLowerCase(Locale.ROOT)) {
      case "track" ->
          new Track(channel, payload.getOrDefault("payload", JsonValue.EMPTY_JSON_OBJECT));
      case "untrack" -> new Untrack(channel);
      default -> new Unknown("InvalidPresence: event must be track or untrack");
    };
  }
}
