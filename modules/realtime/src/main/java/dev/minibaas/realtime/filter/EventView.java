package dev.minibaas.realtime.filter;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What filters of the own protocol see of an event. Source and payload are asked for only where a
 * filter looks into them.
 *
 * @param source {@code kind}, {@code id} and {@code metadata} of where it came from
 */
public record EventView(
    String topic, String eventType, Supplier<JsonObject> source, Supplier<JsonValue> payload) {
  public EventView(String topic, String eventType, JsonObject source, JsonValue payload) {
    this(topic, eventType, () -> source, () -> payload);
  }

  /** Null when there is none, or it is no single value. */
  @Nullable Comparable<?> scalar(FieldPath path) {
    return switch (path.root()) {
      case TOPIC -> topic;
      case EVENT_TYPE -> eventType;
      case SOURCE -> scalar(below(source.get(), path));
      case PAYLOAD -> scalar(below(payload.get(), path));
    };
  }

  private static @Nullable JsonValue below(JsonValue root, FieldPath path) {
    JsonValue value = root;
    for (String name : path.names()) {
      value = value instanceof JsonObject object ? object.get(name) : null;
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  private static @Nullable Comparable<?> scalar(@Nullable JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    return value == null ? null : Scalars.of(value);
  }
}
