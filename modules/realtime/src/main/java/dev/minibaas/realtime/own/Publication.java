package dev.minibaas.realtime.own;

import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.json.JsonSize;
import dev.minibaas.realtime.own.OwnError.Code;
import dev.minibaas.realtime.topic.InvalidTopic;
import dev.minibaas.realtime.topic.Topic;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that a client publishes, over the socket or REST.
 *
 * @param payload any JSON value
 * @param idempotencyKey a second event with it is the same one; null for none
 * @param source kind, id and metadata that the publisher gives it; null for none
 * @param ttlMillis how long it is worth keeping; null for as long as the log does
 */
public record Publication(
    Topic topic,
    String eventType,
    JsonValue payload,
    @Nullable String idempotencyKey,
    @Nullable JsonObject source,
    @Nullable Integer ttlMillis) {
  private static final int MAX_TTL_MILLIS = 86_400_000;

  /** This, its topic and its texts, without their characters. */
  private static final int OBJECTS = 240;

  /**
   * The body of {@code POST /publish}.
   *
   * @throws OwnError with what to answer
   */
  public static Publication parse(String body, Limits limits) {
    return ofRest(object(body), limits);
  }

  /**
   * The body of {@code POST /publish/batch}: all of its events or none.
   *
   * @throws OwnError with what to answer
   */
  public static List<Publication> parseBatch(String body, Limits limits) {
    var fields = new Fields(object(body), Code.INVALID_MESSAGE).only("events");
    if (!(fields.field("events") instanceof JsonArray events) || events.isEmpty()) {
      throw fields.wrong("At least one event is required");
    }
    if (events.size() > limits.batchEvents()) {
      throw fields.wrong("Maximum " + limits.batchEvents() + " events per batch");
    }
    List<Publication> publications = new ArrayList<>();
    for (JsonValue event : events) {
      String place = "events[" + publications.size() + "]";
      if (!(event instanceof JsonObject object)) {
        throw fields.wrong(place + " must be an object");
      }
      try {
        publications.add(ofRest(object, limits));
      } catch (OwnError e) {
        throw new OwnError(e.code(), place + ": " + e.text());
      }
    }
    return List.copyOf(publications);
  }

  /** Roughly what it occupies, in bytes. */
  public int size() {
    int texts = topic.text().length() + eventType.length();
    if (idempotencyKey != null) {
      texts += idempotencyKey.length();
    }
    int json = JsonSize.of(payload) + (source == null ? 0 : JsonSize.of(source));
    return OBJECTS + 2 * texts + json;
  }

  /** PUBLISH of the socket has topic, event_type and payload only. */
  static Publication of(JsonObject message, Limits limits) {
    var fields = new Fields(message, Code.INVALID_MESSAGE);
    return of(fields.only("type", "topic", "event_type", "payload"), limits);
  }

  private static Publication ofRest(JsonObject body, Limits limits) {
    var fields = new Fields(body, Code.INVALID_MESSAGE);
    return of(
        fields.only("topic", "event_type", "payload", "idempotency_key", "source", "ttl_ms"),
        limits);
  }

  private static Publication of(Fields fields, Limits limits) {
    Topic topic = topic(fields);
    JsonValue payload = fields.json().get("payload");
    if (payload == null) {
      throw fields.wrong("payload is required");
    }
    String eventType = fields.text("event_type", Limits.NAME);
    int bytes = payload.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.payloadBytes()) {
      throw new OwnError(
          Code.PAYLOAD_TOO_LARGE, "Payload exceeds " + limits.payloadBytes() / 1024 + "KB limit");
    }
    return new Publication(
        topic,
        eventType,
        payload,
        fields.textOrNull("idempotency_key", Limits.NAME),
        source(fields),
        fields.integerOrNull("ttl_ms", 1, MAX_TTL_MILLIS));
  }

  private static Topic topic(Fields fields) {
    JsonValue topic = fields.field("topic");
    if (topic == null) {
      throw new OwnError(Code.INVALID_TOPIC, "Topic is required");
    }
    if (!(topic instanceof JsonString text)) {
      throw fields.wrong("topic must be a text");
    }
    try {
      return Topic.of(text.getString());
    } catch (InvalidTopic e) {
      throw new OwnError(Code.INVALID_TOPIC, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable JsonObject source(Fields fields) {
    JsonObject source = fields.objectOrNull("source");
    if (source == null) {
      return null;
    }
    var inner = new Fields(source, Code.INVALID_MESSAGE).only("kind", "id", "metadata");
    inner.text("kind", Limits.NAME);
    inner.textOrNull("id", Limits.NAME);
    inner.objectOrNull("metadata");
    return source;
  }

  static JsonObject object(String text) {
    try {
      if (JsonReader.read(text) instanceof JsonObject object) {
        return object;
      }
    } catch (InvalidJson e) {
      throw new OwnError(Code.INVALID_MESSAGE, String.valueOf(e.getMessage()));
    }
    throw new OwnError(Code.INVALID_MESSAGE, "a message is a JSON object");
  }
}
