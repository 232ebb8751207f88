package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.socket.Handshake;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The other end of a conversation: real frames in, real frames out. */
final class TestClient {
  final RecordingOutbox outbox = new RecordingOutbox();
  final PhoenixConversation conversation;
  private final boolean isOld;

  TestClient(TestNode node, String vsn, Handshake handshake) {
    this.isOld = vsn.equals("1.0.0");
    this.conversation = new PhoenixConversation(handshake, outbox, node.parts);
  }

  /** Of channel {@code realtime:room}, joined as {@code 1}, with {@code 2} as ref. */
  void push(String event, String payload) {
    push("realtime:room", event, payload);
  }

  void push(String topic, String event, String payload) {
    push("1", "2", topic, event, payload);
  }

  void push(String joinRef, String ref, String topic, String event, String payload) {
    conversation.text(
        isOld
            ? "{\"join_ref\":\"%s\",\"ref\":\"%s\",\"topic\":\"%s\",\"event\":\"%s\",\"payload\":%s}"
                .formatted(joinRef, ref, topic, event, payload)
            : "[\"%s\",\"%s\",\"%s\",\"%s\",%s]".formatted(joinRef, ref, topic, event, payload));
  }

  void join(String config) {
    join("realtime:room", config);
  }

  void join(String topic, String config) {
    push("1", "1", topic, "phx_join", "{\"config\":" + config + "}");
  }

  /** A broadcast as clients of vsn 2.0.0 send it. */
  void broadcast(String event, String json) {
    binary(event, 1, json.getBytes(StandardCharsets.UTF_8));
  }

  void binary(String event, int encoding, byte[] payload) {
    byte[] topic = "realtime:room".getBytes(StandardCharsets.UTF_8);
    byte[] name = event.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(9 + topic.length + name.length + payload.length);
    frame.put(new byte[] {3, 1, 1, (byte) topic.length, (byte) name.length, 0, (byte) encoding});
    frame.put((byte) '1').put((byte) '2').put(topic).put(name).put(payload).flip();
    conversation.binary(frame);
  }

  /** What came since the last time, each as the array of vsn 2.0.0. */
  List<JsonArray> take() {
    return outbox.take().stream().map(this::message).toList();
  }

  /** The same as texts, {@code event payload}. */
  List<String> said() {
    return take().stream().map(message -> message.getString(3) + " " + message.get(4)).toList();
  }

  private JsonArray message(Frame frame) {
    return switch (frame) {
      case Frame.Text(String text) -> isOld ? old(text) : JsonReader.read(text).asJsonArray();
      case Frame.Binary binary -> broadcast(binary.bytes());
    };
  }

  private static JsonArray old(String text) {
    JsonObject json = JsonReader.read(text).asJsonObject();
    return Json.createArrayBuilder()
        .add(json.get("join_ref"))
        .add(json.get("ref"))
        .add(json.get("topic"))
        .add(json.get("event"))
        .add(json.get("payload"))
        .build();
  }

  private static JsonArray broadcast(ByteBuffer bytes) {
    byte[] head = new byte[5];
    bytes.get(head);
    String topic = text(bytes, head[1]);
    var payload =
        Json.createObjectBuilder().add("type", "broadcast").add("event", text(bytes, head[2]));
    String meta = text(bytes, head[3]);
    String content = text(bytes, bytes.remaining());
    if (head[4] == 1) {
      payload.add("payload", JsonReader.read(content));
    } else {
      payload.add("bytes", content);
    }
    if (!meta.isEmpty()) {
      payload.add("meta", JsonReader.read(meta));
    }
    return Json.createArrayBuilder()
        .addNull()
        .addNull()
        .add(topic)
        .add("broadcast")
        .add(payload)
        .build();
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] field = new byte[length];
    bytes.get(field);
    return new String(field, StandardCharsets.UTF_8);
  }
}
