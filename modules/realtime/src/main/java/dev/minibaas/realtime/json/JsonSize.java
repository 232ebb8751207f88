package dev.minibaas.realtime.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;

/** How much of the heap a JSON value occupies. */
public final class JsonSize {
  /** An object or a list, before it has anything. */
  private static final int CONTAINER = 80;

  /** A place in an object, with the objects of its name. */
  private static final int MEMBER = 90;

  private static final int ELEMENT = 4;
  private static final int STRING = 60;
  private static final int NUMBER = 72;

  private JsonSize() {}

  /** Roughly, in bytes. */
  public static int of(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> of((JsonObject) value);
      case ARRAY -> of((JsonArray) value);
      case STRING -> STRING + 2 * ((JsonString) value).getString().length();
      case NUMBER -> NUMBER;
      case TRUE, FALSE, NULL -> 0;
    };
  }

  private static int of(JsonObject object) {
    int size = CONTAINER;
    for (Map.Entry<String, JsonValue> member : object.entrySet()) {
      size += MEMBER + 2 * member.getKey().length() + of(member.getValue());
    }
    return size;
  }

  private static int of(JsonArray array) {
    int size = CONTAINER;
    for (JsonValue element : array) {
      size += ELEMENT + of(element);
    }
    return size;
  }
}
