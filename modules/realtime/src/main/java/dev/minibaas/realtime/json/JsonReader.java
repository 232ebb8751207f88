package dev.minibaas.realtime.json;

import dev.minibaas.platform.body.JsonDepth;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** From text to one JSON value. */
public final class JsonReader {
  private static final int MAX_DEPTH = 64;

  /** Looked up once: the provider's lookup costs more than most texts. */
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private JsonReader() {}

  /**
   * @throws InvalidJson when it isn't exactly one value, is nested more than 64 levels deep, or has
   *     text that UTF-8 cannot carry
   */
  public static JsonValue read(String text) {
    refuseDepth(text);
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      parser.next();
      JsonValue value = parser.getValue();
      if (parser.hasNext()) {
        throw new InvalidJson("not valid JSON: more than one value", null);
      }
      refuseBrokenText(value);
      return value;
    } catch (JsonException
        | IllegalStateException
        | NoSuchElementException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw new InvalidJson("not valid JSON", e);
    }
  }

  /** As {@link #read(String)}, of UTF-8. */
  public static JsonValue read(ByteBuffer utf8) {
    return read(text(utf8));
  }

  /**
   * @throws InvalidJson when the bytes aren't UTF-8
   */
  public static String text(ByteBuffer utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8.slice()).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidJson("not UTF-8", e);
    }
  }

  /** The text of a string; null for anything else. */
  public static @Nullable String textOrNull(@Nullable JsonValue value) {
    return value instanceof JsonString string ? string.getString() : null;
  }

  /** Whether UTF-8 can carry it: no half of a surrogate pair alone. */
  public static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Brackets outside of strings, before a recursive parser meets them. */
  private static void refuseDepth(String text) {
    if (JsonDepth.exceeds(text, MAX_DEPTH)) {
      throw new InvalidJson("nested more than " + MAX_DEPTH + " levels deep", null);
    }
  }

  private static void refuseBrokenText(JsonValue value) {
    switch (value) {
      case JsonObject object ->
          object.forEach((name, field) -> {
            refuseBrokenText(name);
            refuseBrokenText(field);
          });
      case List<?> array -> array.forEach(element -> refuseBrokenText((JsonValue) element));
      case JsonString string -> refuseBrokenText(string.getString());
      default -> {
        // numbers, true, false and null have no text
      }
    }
  }

  private static void refuseBrokenText(String text) {
    if (!isWellFormed(text)) {
      throw new InvalidJson("text with half of a surrogate pair", null);
    }
  }
}
