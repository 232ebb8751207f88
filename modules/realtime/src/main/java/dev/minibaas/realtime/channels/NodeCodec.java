package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.phoenix.Content;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The texts between nodes: JSON, bytes in Base64. */
final class NodeCodec {
  private NodeCodec() {}

  static String write(NodeMessage message) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    switch (message) {
      case NodeMessage.Broadcast broadcast -> broadcast(json, broadcast);
      case NodeMessage.Changed(String node, long number, PresenceDiff diff) ->
          json.add("kind", "changed")
              .add("node", node)
              .add("number", number)
              .add("diff", diff(diff));
      case NodeMessage.Beat(String node, long number) ->
          json.add("kind", "beat").add("node", node).add("number", number);
      case NodeMessage.Ask(String node, String of) ->
          json.add("kind", "ask").add("node", node).add("of", of);
      case NodeMessage.Snapshot(String node, long number, List<PresenceDiff> presences) -> {
        JsonArrayBuilder diffs = Json.createArrayBuilder();
        presences.forEach(diff -> diffs.add(diff(diff)));
        json.add("kind", "snapshot")
            .add("node", node)
            .add("number", number)
            .add("presences", diffs);
      }
      case NodeMessage.Gone(String node) -> json.add("kind", "gone").add("node", node);
    }
    return json.build().toString();
  }

  /** Empty for what no node of this version says. */
  static Optional<NodeMessage> read(String text) {
    try {
      JsonObject json = JsonReader.read(text).asJsonObject();
      return switch (json.getString("kind")) {
        case "broadcast" -> Optional.of(broadcast(json));
        case "changed" ->
            Optional.of(
                new NodeMessage.Changed(
                    json.getString("node"), number(json), diff(json.getJsonObject("diff"))));
        case "beat" -> Optional.of(new NodeMessage.Beat(json.getString("node"), number(json)));
        case "ask" ->
            Optional.of(new NodeMessage.Ask(json.getString("node"), json.getString("of")));
        case "snapshot" ->
            Optional.of(
                new NodeMessage.Snapshot(
                    json.getString("node"),
                    number(json),
                    json.getJsonArray("presences").stream()
                        .map(diff -> diff(diff.asJsonObject()))
                        .toList()));
        case "gone" -> Optional.of(new NodeMessage.Gone(json.getString("node")));
        default -> Optional.empty();
      };
    } catch (InvalidJson
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static void broadcast(JsonObjectBuilder json, NodeMessage.Broadcast broadcast) {
    channel(json.add("kind", "broadcast"), broadcast.channel()).add("event", broadcast.event());
    switch (broadcast.content()) {
      case Content.OfJson(JsonValue value) -> json.add("payload", value);
      case Content.OfBytes content ->
          json.add("bytes", Base64.getEncoder().encodeToString(content.bytes()));
    }
    if (broadcast.metadata() != null) {
      json.add("meta", broadcast.metadata());
    }
  }

  private static NodeMessage broadcast(JsonObject json) {
    Content content =
        json.containsKey("bytes")
            ? new Content.OfBytes(Base64.getDecoder().decode(json.getString("bytes")))
            : new Content.OfJson(required(json, "payload"));
    return new NodeMessage.Broadcast(
        channel(json), json.getString("event"), content, json.getJsonObject("meta"));
  }

  private static JsonObject diff(PresenceDiff diff) {
    return channel(Json.createObjectBuilder(), diff.channel())
        .add("joined", presences(diff.joined()))
        .add("left", presences(diff.left()))
        .build();
  }

  private static PresenceDiff diff(JsonObject json) {
    return new PresenceDiff(
        channel(json),
        presences(json.getJsonArray("joined")),
        presences(json.getJsonArray("left")));
  }

  private static JsonArrayBuilder presences(List<Presence> presences) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Presence presence : presences) {
      list.add(
          Json.createObjectBuilder()
              .add("key", presence.key())
              .add("ref", presence.ref())
              .add("payload", presence.payload()));
    }
    return list;
  }

  private static List<Presence> presences(JsonArray list) {
    return list.getValuesAs(JsonObject.class).stream()
        .map(json ->
            new Presence(
                json.getString("key"),
                json.getString("ref"),
                required(json, "payload").asJsonObject()))
        .toList();
  }

  private static JsonObjectBuilder channel(JsonObjectBuilder json, ChannelKey channel) {
    return json.add("channel", channel.name()).add("private", channel.isPrivate());
  }

  private static ChannelKey channel(JsonObject json) {
    return new ChannelKey(json.getString("channel"), json.getBoolean("private"));
  }

  private static long number(JsonObject json) {
    return json.getJsonNumber("number").longValueExact();
  }

  private static JsonValue required(JsonObject json, String name) {
    JsonValue value = json.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
