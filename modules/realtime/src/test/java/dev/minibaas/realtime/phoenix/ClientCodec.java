package dev.minibaas.realtime.phoenix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other end of the wire: how a client of vsn 2.0.0 writes and reads. */
final class ClientCodec {
  private ClientCodec() {}

  static Frame write(Push push) {
    return switch (push) {
      case Push.Event event ->
          new Frame.Text(
              Json.createArrayBuilder()
                  .add(json(event.joinRef()))
                  .add(json(event.ref()))
                  .add(event.topic())
                  .add(event.event())
                  .add(event.payload())
                  .build()
                  .toString());
      case Push.Broadcast broadcast -> binary(broadcast);
    };
  }

  static String writeOld(Push.Event event) {
    return Json.createObjectBuilder()
        .add("topic", event.topic())
        .add("event", event.event())
        .add("payload", event.payload())
        .add("ref", json(event.ref()))
        .add("join_ref", json(event.joinRef()))
        .build()
        .toString();
  }

  private static Frame binary(Push.Broadcast push) {
    var bytes = new ByteArrayOutputStream();
    JsonValue metadata = push.metadata();
    List<byte[]> fields =
        List.of(
            utf8(push.joinRef()),
            utf8(push.ref()),
            utf8(push.topic()),
            utf8(push.event()),
            utf8(metadata == null ? null : metadata.toString()));
    bytes.write(3);
    fields.forEach(field -> bytes.write(field.length));
    bytes.write(push.content() instanceof Content.OfJson ? 1 : 0);
    fields.forEach(bytes::writeBytes);
    bytes.writeBytes(payload(push.content()));
    return new Frame.Binary(ByteBuffer.wrap(bytes.toByteArray()));
  }

  static Outgoing read(Frame frame) {
    return switch (frame) {
      case Frame.Text text -> event(JsonReader.read(text.text()).asJsonArray());
      case Frame.Binary binary -> broadcast(binary.bytes());
    };
  }

  private static Outgoing event(JsonArray parts) {
    return new Outgoing.Event(
        JsonReader.textOrNull(parts.get(0)),
        JsonReader.textOrNull(parts.get(1)),
        parts.getString(2),
        parts.getString(3),
        parts.getJsonObject(4));
  }

  private static Outgoing broadcast(ByteBuffer bytes) {
    if (bytes.get() != 4) {
      throw new AssertionError("a client knows kind 4 only");
    }
    int topic = Byte.toUnsignedInt(bytes.get());
    int event = Byte.toUnsignedInt(bytes.get());
    int metadata = Byte.toUnsignedInt(bytes.get());
    boolean json = bytes.get() == 1;
    String topicText = take(bytes, topic);
    String eventText = take(bytes, event);
    String metadataText = take(bytes, metadata);
    JsonObject meta = metadata == 0 ? null : JsonReader.read(metadataText).asJsonObject();
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    Content content =
        json
            ? new Content.OfJson(JsonReader.read(new String(rest, UTF_8)))
            : new Content.OfBytes(rest);
    return new Outgoing.Broadcast(topicText, eventText, content, meta);
  }

  private static String take(ByteBuffer bytes, int length) {
    byte[] field = new byte[length];
    bytes.get(field);
    return new String(field, UTF_8);
  }

  private static byte[] payload(Content content) {
    return switch (content) {
      case Content.OfJson json -> utf8(json.value().toString());
      case Content.OfBytes bytes -> bytes.bytes();
    };
  }

  private static JsonValue json(@Nullable String text) {
    return text == null ? JsonValue.NULL : Json.createValue(text);
  }

  private static byte[] utf8(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(UTF_8);
  }
}
