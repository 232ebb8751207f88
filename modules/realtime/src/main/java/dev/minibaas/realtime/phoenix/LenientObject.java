package dev.minibaas.realtime.phoenix;

import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An object of which wrong parts are noted and left aside. */
record LenientObject(JsonObject fields, String path, List<String> problems) {

  boolean has(String name) {
    return field(name) != null;
  }

  LenientObject object(String name) {
    JsonValue value = field(name);
    if (value != null && !(value instanceof JsonObject)) {
      wrong(name, "a map");
    }
    return new LenientObject(
        value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT,
        path + name + ".",
        problems);
  }

  String text(String name, String fallback) {
    JsonValue value = field(name);
    String text = JsonReader.textOrNull(value);
    if (value != null && text == null) {
      wrong(name, "string");
    }
    return text == null ? fallback : text;
  }

  /** True and false, as such or written out. */
  boolean flag(String name, boolean fallback) {
    JsonValue value = field(name);
    if (value == null) {
      return fallback;
    }
    String text = JsonReader.textOrNull(value);
    String word = text == null ? value.toString() : text.toLowerCase(Locale.ROOT);
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    wrong(name, "boolean");
    return fallback;
  }

  long integer(String name, long fallback, long min, long max) {
    JsonValue value = field(name);
    if (value == null) {
      return fallback;
    }
    // the text first: a number such as 1e999999999 must not become digits
    if (value instanceof JsonNumber && value.toString().matches("[0-9]{1,18}")) {
      long number = Long.parseLong(value.toString());
      if (number >= min && number <= max) {
        return number;
      }
    }
    wrong(name, "integer from " + min + " to " + max);
    return fallback;
  }

  /** What is in a list; nulls are no elements. */
  List<JsonValue> elements(String name) {
    JsonValue value = field(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      wrong(name, "a list");
      return List.of();
    }
    List<JsonValue> elements = array.stream().filter(element -> element != JsonValue.NULL).toList();
    if (elements.stream().anyMatch(element -> !(element instanceof JsonObject))) {
      wrong(name, "a list of maps");
    }
    return elements;
  }

  private @Nullable JsonValue field(String name) {
    JsonValue value = fields.get(name);
    return value == JsonValue.NULL ? null : value;
  }

  private void wrong(String name, String wanted) {
    problems.add(path + name + ": unable to parse, expected " + wanted);
  }
}
