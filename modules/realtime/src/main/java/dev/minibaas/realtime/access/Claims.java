package dev.minibaas.realtime.access;

import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** The claims of one identity as SQL reads them. */
final class Claims {
  private static final int MAX_DIGITS = 15;
  private final Object root;

  Claims(String json) {
    this.root = parse(json);
  }

  /** A JSON value, or unsure where PostgreSQL may read another one or none. */
  Object root() {
    return root;
  }

  /** As {@code ->} with a text on its right. */
  static Object field(Object value, String name) {
    if (value instanceof JsonObject object) {
      JsonValue field = object.get(name);
      return field == null ? Absent.NULL : field;
    }
    return value instanceof Absent ? value : Absent.NULL;
  }

  /**
   * What {@code ->>} makes of a field's value.
   *
   * @param numbers whether a number is spelt in one way, as jsonb does
   */
  static Object text(Object value, boolean numbers) {
    if (!(value instanceof JsonValue json)) {
      return value;
    }
    return switch (json.getValueType()) {
      case STRING -> ((JsonString) json).getString();
      case TRUE -> "true";
      case FALSE -> "false";
      case NULL -> Absent.NULL;
      case NUMBER -> numbers && isPlain(json.toString()) ? json.toString() : Absent.UNSURE;
      case OBJECT, ARRAY -> Absent.UNSURE;
    };
  }

  private static Object parse(String json) {
    // jsonb takes no NUL, not even an escaped one
    if (json.isBlank() || json.indexOf('\0') >= 0 || json.contains("\\u0000")) {
      return Absent.UNSURE;
    }
    try {
      return JsonReader.read(json) instanceof JsonObject object ? object : Absent.UNSURE;
    } catch (InvalidJson e) {
      return Absent.UNSURE;
    }
  }

  private static boolean isPlain(String number) {
    int start = number.startsWith("-") ? 1 : 0;
    boolean zero = number.equals("0");
    if (number.length() - start > MAX_DIGITS || (number.charAt(start) == '0' && !zero)) {
      return false;
    }
    return number.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
  }
}
