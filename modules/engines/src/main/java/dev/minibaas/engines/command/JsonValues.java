package dev.minibaas.engines.command;

import dev.minibaas.engines.command.InvalidCommand.Part;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as the plain ones of a command. */
final class JsonValues {
  private static final int MAX_DEPTH = 32;

  /** A number whose digits, written out, could fill a page is nobody's. */
  private static final int MAX_SCALE = 400;

  private JsonValues() {}

  /** A value that a column is compared with: no null, object or array. */
  static Object scalar(Part part, JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> text(part, (JsonString) value);
      case NUMBER -> number(part, (JsonNumber) value);
      case TRUE -> true;
      case FALSE -> false;
      case NULL, OBJECT, ARRAY ->
          throw new InvalidCommand(part, "a value must be a text, a number or a boolean here");
    };
  }

  /** Any value that is stored. */
  static @Nullable Object stored(JsonValue value) {
    return stored(value, 0);
  }

  private static @Nullable Object stored(JsonValue value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidCommand(Part.DATA, "data is nested more than " + MAX_DEPTH + " deep");
    }
    return switch (value.getValueType()) {
      case NULL -> null;
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        ((JsonObject) value).forEach((key, each) -> map.put(key, stored(each, depth + 1)));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        ((JsonArray) value).forEach(each -> list.add(stored(each, depth + 1)));
        yield list;
      }
      case STRING, NUMBER, TRUE, FALSE -> scalar(Part.DATA, value);
    };
  }

  private static String text(Part part, JsonString value) {
    String text = value.getString();
    if (text.indexOf('\0') >= 0) {
      throw new InvalidCommand(part, "a text can't have the character NUL");
    }
    return text;
  }

  private static Object number(Part part, JsonNumber value) {
    BigDecimal number = value.bigDecimalValue();
    if (Math.abs((long) number.scale()) > MAX_SCALE || number.precision() > MAX_SCALE) {
      throw new InvalidCommand(part, "a number has too many digits");
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      return number;
    }
  }
}
