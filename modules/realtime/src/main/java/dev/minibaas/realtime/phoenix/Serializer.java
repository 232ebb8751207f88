package dev.minibaas.realtime.phoenix;

import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.NOT_A_MESSAGE;
import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.NOT_JSON;
import static dev.minibaas.realtime.phoenix.InvalidFrame.Reason.NO_BINARY;

import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.json.JsonText;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two forms of frames; a client names one by {@code vsn} when it connects. */
public enum Serializer {
  /** Objects as text. */
  V1("1.0.0") {
    @Override
    public Push read(String text) {
      if (!(json(text) instanceof JsonObject message)) {
        throw new InvalidFrame(NOT_A_MESSAGE);
      }
      return event(
          message.get("join_ref"),
          message.get("ref"),
          message.get("topic"),
          message.get("event"),
          message.get("payload"));
    }

    @Override
    public Push read(ByteBuffer bytes) {
      throw new InvalidFrame(NO_BINARY);
    }

    @Override
    Optional<Frame> broadcast(Outgoing.Broadcast message) {
      return textOf(message).map(this::text);
    }

    @Override
    Frame text(Outgoing.Event message) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("topic", message.topic())
              .add("event", message.event())
              .add("payload", message.payload())
              .add("ref", string(message.ref()))
              .add("join_ref", string(message.joinRef()));
      return new Frame.Text(json.build().toString());
    }

    @Override
    public Frame raw(@Nullable String joinRef, String topic, String event, String payload) {
      StringBuilder out = new StringBuilder(payload.length() + ROOM).append("{\"topic\":");
      JsonText.quote(out, topic);
      out.append(",\"event\":");
      JsonText.quote(out, event);
      out.append(",\"payload\":").append(payload).append(",\"ref\":null,\"join_ref\":");
      return new Frame.Text(quoted(out, joinRef).append('}').toString());
    }
  },

  /** Arrays as text, broadcasts as binary frames. */
  V2("2.0.0") {
    private static final int PARTS = 5;

    @Override
    public Push read(String text) {
      if (!(json(text) instanceof JsonArray message) || message.size() != PARTS) {
        throw new InvalidFrame(NOT_A_MESSAGE);
      }
      return event(message.get(0), message.get(1), message.get(2), message.get(3), message.get(4));
    }

    @Override
    public Push read(ByteBuffer bytes) {
      return BinaryFrames.read(bytes);
    }

    /** A name too long for the head of a binary frame goes as text. */
    @Override
    Optional<Frame> broadcast(Outgoing.Broadcast message) {
      Optional<Frame> binary = BinaryFrames.write(message);
      return binary.isPresent() ? binary : textOf(message).map(this::text);
    }

    @Override
    Frame text(Outgoing.Event message) {
      JsonArray json =
          Json.createArrayBuilder()
              .add(string(message.joinRef()))
              .add(string(message.ref()))
              .add(message.topic())
              .add(message.event())
              .add(message.payload())
              .build();
      return new Frame.Text(json.toString());
    }

    @Override
    public Frame raw(@Nullable String joinRef, String topic, String event, String payload) {
      StringBuilder out = new StringBuilder(payload.length() + ROOM).append('[');
      quoted(out, joinRef).append(",null,");
      JsonText.quote(out, topic);
      JsonText.quote(out.append(','), event);
      return new Frame.Text(out.append(',').append(payload).append(']').toString());
    }
  };

  /** For what is around a payload. */
  private static final int ROOM = 128;

  private final String vsn;

  Serializer(String vsn) {
    this.vsn = vsn;
  }

  /** The one that a client asked for; without a wish the older one, as Phoenix has it. */
  public static Optional<Serializer> of(@Nullable String vsn) {
    if (vsn == null || vsn.equals(V1.vsn)) {
      return Optional.of(V1);
    }
    return vsn.equals(V2.vsn) ? Optional.of(V2) : Optional.empty();
  }

  public String vsn() {
    return vsn;
  }

  /**
   * @throws InvalidFrame with the reason
   */
  public abstract Push read(String text);

  /**
   * @throws InvalidFrame with the reason
   */
  public abstract Push read(ByteBuffer bytes);

  /** Empty for a broadcast that these clients cannot be told: bytes, to a client of texts. */
  public final Optional<Frame> write(Outgoing message) {
    return switch (message) {
      case Outgoing.Event event -> Optional.of(text(event));
      case Outgoing.Broadcast broadcast -> broadcast(broadcast);
    };
  }

  /**
   * An event of the server whose payload is written already.
   *
   * @param payload a JSON object
   */
  public abstract Frame raw(@Nullable String joinRef, String topic, String event, String payload);

  abstract Optional<Frame> broadcast(Outgoing.Broadcast message);

  abstract Frame text(Outgoing.Event message);

  private static JsonValue json(String text) {
    try {
      return JsonReader.read(text);
    } catch (InvalidJson e) {
      throw new InvalidFrame(NOT_JSON, e);
    }
  }

  private static Push event(
      @Nullable JsonValue joinRef,
      @Nullable JsonValue ref,
      @Nullable JsonValue topic,
      @Nullable JsonValue event,
      @Nullable JsonValue payload) {
    if (topic == null || event == null || payload == null) {
      throw new InvalidFrame(NOT_A_MESSAGE);
    }
    if (!(topic instanceof JsonString topicText) || !(event instanceof JsonString eventText)) {
      throw new InvalidFrame(InvalidFrame.Reason.WRONG_TYPE);
    }
    if (!(payload instanceof JsonObject object)) {
      throw new InvalidFrame(InvalidFrame.Reason.NOT_AN_OBJECT);
    }
    return new Push.Event(
        reference(joinRef), reference(ref), topicText.getString(), eventText.getString(), object);
  }

  private static @Nullable String reference(@Nullable JsonValue value) {
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    if (value instanceof JsonString text) {
      return text.getString();
    }
    throw new InvalidFrame(InvalidFrame.Reason.WRONG_TYPE);
  }

  private static StringBuilder quoted(StringBuilder out, @Nullable String text) {
    if (text == null) {
      return out.append("null");
    }
    JsonText.quote(out, text);
    return out;
  }

  private static JsonValue string(@Nullable String text) {
    return text == null ? JsonValue.NULL : Json.createValue(text);
  }

  private static Optional<Outgoing.Event> textOf(Outgoing.Broadcast message) {
    if (!(message.content() instanceof Content.OfJson json)) {
      return Optional.empty();
    }
    JsonObjectBuilder payload =
        Json.createObjectBuilder()
            .add("type", "broadcast")
            .add("event", message.event())
            .add("payload", json.value());
    if (message.metadata() != null) {
      payload.add("meta", message.metadata());
    }
    return Optional.of(
        new Outgoing.Event(null, null, message.topic(), "broadcast", payload.build()));
  }
}
