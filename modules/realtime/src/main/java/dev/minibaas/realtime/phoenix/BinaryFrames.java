package dev.minibaas.realtime.phoenix;

import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.NOT_JSON_PAYLOAD;
import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.NOT_UTF8;
import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.TRUNCATED;
import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.UNKNOWN_ENCODING;
import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.UNKNOWN_KIND;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The binary frames of vsn 2.0.0. A client's (kind 3): kind, the lengths of join_ref, ref, topic,
 * event and metadata, encoding, these fields, payload. The server's (kind 4): kind, the lengths of
 * topic, event and metadata, encoding, these fields, payload. Lengths are of UTF-8, in one byte.
 */
final class BinaryFrames {
  private static final int USER_BROADCAST_PUSH = 3;
  private static final int USER_BROADCAST = 4;
  private static final int PUSH_HEAD = 7;
  private static final int BROADCAST_HEAD = 5;
  private static final int BYTES = 0;
  private static final int JSON = 1;
  private static final int MAX_FIELD = 255;

  private BinaryFrames() {}

  static Push read(ByteBuffer frame) {
    ByteBuffer bytes = frame.slice();
    if (!bytes.hasRemaining()) {
      throw new InvalidFrame(TRUNCATED);
    }
    if (bytes.get(0) != USER_BROADCAST_PUSH) {
      throw new InvalidFrame(UNKNOWN_KIND);
    }
    if (bytes.remaining() < PUSH_HEAD) {
      throw new InvalidFrame(TRUNCATED);
    }
    int encoding = bytes.get(PUSH_HEAD - 1);
    bytes.position(PUSH_HEAD);
    String joinRef = text(bytes, 1);
    String ref = text(bytes, 2);
    String topic = text(bytes, 3);
    String event = text(bytes, 4);
    ByteBuffer metadata = field(bytes, 5);
    return new Push.Broadcast(
        emptyToNull(joinRef),
        emptyToNull(ref),
        topic,
        event,
        metadata.hasRemaining() ? json(metadata) : null,
        content(encoding, bytes.slice()));
  }

  /** Empty when a name is too long for its length to be told. */
  static Optional<Frame> write(Outgoing.Broadcast message) {
    byte[] topic = message.topic().getBytes(UTF_8);
    byte[] event = message.event().getBytes(UTF_8);
    JsonObject meta = message.metadata();
    byte[] metadata = meta == null ? new byte[0] : meta.toString().getBytes(UTF_8);
    if (topic.length > MAX_FIELD || event.length > MAX_FIELD || metadata.length > MAX_FIELD) {
      return Optional.empty();
    }
    byte[] payload =
        switch (message.content()) {
          case Content.OfJson json -> json.value().toString().getBytes(UTF_8);
          case Content.OfBytes bytes -> bytes.bytes();
        };
    ByteBuffer frame =
        ByteBuffer.allocate(
            BROADCAST_HEAD + topic.length + event.length + metadata.length + payload.length);
    frame.put((byte) USER_BROADCAST);
    frame.put((byte) topic.length).put((byte) event.length).put((byte) metadata.length);
    frame.put((byte) (message.content() instanceof Content.OfJson ? JSON : BYTES));
    frame.put(topic).put(event).put(metadata).put(payload).flip();
    return Optional.of(new Frame.Binary(frame));
  }

  private static Content content(int encoding, ByteBuffer payload) {
    return switch (encoding) {
      case JSON -> new Content.OfJson(json(payload));
      case BYTES -> {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        yield new Content.OfBytes(bytes);
      }
      default -> throw new InvalidFrame(UNKNOWN_ENCODING);
    };
  }

  /** Moves on behind the field whose length stands at {@code index}. */
  private static ByteBuffer field(ByteBuffer bytes, int index) {
    int length = Byte.toUnsignedInt(bytes.get(index));
    if (length > bytes.remaining()) {
      throw new InvalidFrame(TRUNCATED);
    }
    ByteBuffer field = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return field;
  }

  private static String text(ByteBuffer bytes, int index) {
    try {
      return JsonReader.text(field(bytes, index));
    } catch (InvalidJson e) {
      throw new InvalidFrame(NOT_UTF8, e);
    }
  }

  private static JsonValue json(ByteBuffer utf8) {
    try {
      return JsonReader.read(utf8);
    } catch (InvalidJson e) {
      throw new InvalidFrame(NOT_JSON_PAYLOAD, e);
    }
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
