package dev.minibaas.platform.body;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a call brought. Nothing is coerced: a field of another type, a text with
 * control characters and a field that nobody asked for are refused, and the message names the
 * field, never its value.
 */
public final class JsonBody {
  private final JsonObject fields;
  private final String path;

  private JsonBody(JsonObject fields, String path) {
    this.fields = fields;
    this.path = path;
  }

  /**
   * @throws ApiError {@code payload_too_large}, {@code invalid_json} or {@code invalid_payload}
   */
  public static JsonBody read(InputStream body, int maxBytes) {
    return new JsonBody(JsonText.object(body, maxBytes), "");
  }

  /** A body out of text, as if a client had sent it. */
  public static JsonBody of(String json) {
    return new JsonBody(JsonText.object(json), "");
  }

  /** An object inside of a body. */
  public static JsonBody of(JsonObject fields, String name) {
    return new JsonBody(fields, name + ".");
  }

  /** Refuses fields of other names. */
  public JsonBody only(String... names) {
    Set<String> unknown = new TreeSet<>(fields.keySet());
    unknown.removeAll(Set.of(names));
    if (unknown.isEmpty()) {
      return this;
    }
    throw new ApiError(
        ErrorCode.INVALID_PAYLOAD,
        "%d unknown field(s); known are %s%s"
            .formatted(unknown.size(), path, String.join(", " + path, names)));
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Whether it is there and not null. */
  public boolean hasValue(String name) {
    return field(name) != null;
  }

  /** A text of {@code min} to {@code max} characters, without control characters. */
  public String text(String name, int min, int max, ErrorCode code) {
    String text = field(name) instanceof JsonString string ? string.getString() : null;
    if (text != null && fits(text, min, max)) {
      return text;
    }
    throw new ApiError(
        code,
        "%s%s must be a text of %d to %d characters, without control characters"
            .formatted(path, name, min, max));
  }

  public String text(String name, int min, int max) {
    return text(name, min, max, ErrorCode.INVALID_PAYLOAD);
  }

  public @Nullable String textOrNull(String name, int min, int max) {
    return field(name) == null ? null : text(name, min, max);
  }

  public boolean flag(String name, boolean fallback) {
    JsonValue value = field(name);
    if (value == null) {
      return fallback;
    }
    return switch (value.getValueType()) {
      case TRUE -> true;
      case FALSE -> false;
      case NULL, ARRAY, OBJECT, STRING, NUMBER -> throw refused(name, "true or false");
    };
  }

  public int integer(String name, int fallback, int min, int max) {
    JsonValue value = field(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof JsonNumber number && number.isIntegral()) {
      // the text first: a number such as 1e999999999 must not become digits
      String digits = number.toString();
      if (digits.matches("-?[0-9]{1,9}")) {
        int whole = Integer.parseInt(digits);
        if (whole >= min && whole <= max) {
          return whole;
        }
      }
    }
    throw refused(name, "a whole number from " + min + " to " + max);
  }

  public UUID uuid(String name) {
    if (field(name) instanceof JsonString text) {
      UUID id = Uuids.parse(text.getString());
      if (id != null) {
        return id;
      }
    }
    throw refused(name, "a UUID");
  }

  /** An array of {@code min} to {@code max} texts of at most {@code length} characters. */
  public List<String> texts(String name, int min, int max, int length) {
    String wanted = "an array of %d to %d texts of 1 to %d characters".formatted(min, max, length);
    if (!(field(name) instanceof JsonArray array) || array.size() < min || array.size() > max) {
      throw refused(name, wanted);
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue element : array) {
      if (!(element instanceof JsonString text) || !fits(text.getString(), 1, length)) {
        throw refused(name, wanted);
      }
      texts.add(text.getString());
    }
    return List.copyOf(texts);
  }

  /** An array of {@code min} to {@code max} objects. */
  public List<JsonBody> objects(String name, int min, int max) {
    String wanted = "an array of %d to %d objects".formatted(min, max);
    if (!(field(name) instanceof JsonArray array) || array.size() < min || array.size() > max) {
      throw refused(name, wanted);
    }
    List<JsonBody> objects = new ArrayList<>();
    for (JsonValue element : array) {
      if (!(element instanceof JsonObject object)) {
        throw refused(name, wanted);
      }
      objects.add(of(object, path + name + "[" + objects.size() + "]"));
    }
    return List.copyOf(objects);
  }

  /** An object, empty when absent. */
  public JsonBody object(String name) {
    return switch (field(name)) {
      case null -> of(JsonValue.EMPTY_JSON_OBJECT, path + name);
      case JsonObject object -> of(object, path + name);
      default -> throw refused(name, "an object");
    };
  }

  /** A value of any type; null when absent or null. */
  public @Nullable JsonValue field(String name) {
    JsonValue value = fields.get(name);
    return value == JsonValue.NULL ? null : value;
  }

  /** The whole object. */
  public JsonObject json() {
    return fields;
  }

  /** What to say of a field that is wrong. */
  public ApiError refused(String name, String wanted) {
    return new ApiError(ErrorCode.INVALID_PAYLOAD, path + name + " must be " + wanted);
  }

  private static boolean fits(String text, int min, int max) {
    int length = text.codePointCount(0, text.length());
    return length >= min && length <= max && text.codePoints().noneMatch(Character::isISOControl);
  }
}
