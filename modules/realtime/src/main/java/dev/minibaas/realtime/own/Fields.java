package dev.minibaas.realtime.own;

import dev.minibaas.realtime.own.OwnError.Code;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON object that is read strictly; errors name fields, never what is in them. */
record Fields(JsonObject json, Code code) {

  Fields only(String... names) {
    Set<String> unknown = new TreeSet<>(json.keySet());
    unknown.removeAll(Set.of(names));
    if (!unknown.isEmpty()) {
      throw wrong(
          "%d unknown field(s), known are %s".formatted(unknown.size(), String.join(", ", names)));
    }
    return this;
  }

  boolean has(String name) {
    return field(name) != null;
  }

  /** Without control characters. */
  String text(String name, int max) {
    if (field(name) instanceof JsonString string) {
      String text = string.getString();
      if (!text.isEmpty()
          && text.length() <= max
          && text.chars().noneMatch(Character::isISOControl)) {
        return text;
      }
    }
    throw wrong(
        "%s must be a text of 1 to %d characters, without control characters".formatted(name, max));
  }

  @Nullable String textOrNull(String name, int max) {
    return has(name) ? text(name, max) : null;
  }

  @Nullable JsonObject objectOrNull(String name) {
    JsonValue value = field(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrong(name + " must be an object");
  }

  @Nullable Integer integerOrNull(String name, int min, int max) {
    JsonValue value = field(name);
    if (value == null) {
      return null;
    }
    // the text first: a number such as 1e999999999 must not become digits
    if (value instanceof JsonNumber && value.toString().matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value.toString());
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw wrong("%s must be a whole number from %d to %d".formatted(name, min, max));
  }

  /** Null counts as absent. */
  @Nullable JsonValue field(String name) {
    JsonValue value = json.get(name);
    return value == JsonValue.NULL ? null : value;
  }

  OwnError wrong(String message) {
    return new OwnError(code, message);
  }
}
