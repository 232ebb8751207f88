package dev.minibaas.platform.body;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** From bytes to one JSON object that a database can store. */
final class JsonText {
  private static final int MAX_DEPTH = 64;

  private JsonText() {}

  static JsonObject object(InputStream body, int maxBytes) {
    try {
      byte[] bytes = body.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new ApiError(
            ErrorCode.PAYLOAD_TOO_LARGE, "the body is larger than " + maxBytes / 1024 + " KB");
      }
      return object(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new ApiError(ErrorCode.INVALID_JSON, "the body is not UTF-8", e);
    } catch (IOException e) {
      throw new ApiError(ErrorCode.INVALID_JSON, "the body could not be read", e);
    }
  }

  static JsonObject object(String text) {
    refuseDepth(text);
    JsonValue value = parse(text);
    refuseUnstorable(value);
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new ApiError(ErrorCode.INVALID_PAYLOAD, "the body must be a JSON object");
  }

  private static JsonValue parse(String text) {
    try (JsonParser parser = Json.createParser(new StringReader(text))) {
      parser.next();
      JsonValue value = parser.getValue();
      if (parser.hasNext()) {
        throw invalid("the body has more than one JSON value", null);
      }
      return value;
    } catch (JsonException
        | IllegalStateException
        | NoSuchElementException
        | UnsupportedOperationException e) {
      throw invalid("the body is not valid JSON", e);
    }
  }

  /** Brackets outside of strings, before a recursive parser meets them. */
  private static void refuseDepth(String text) {
    if (JsonDepth.exceeds(text, MAX_DEPTH)) {
      throw invalid("the body is nested more than " + MAX_DEPTH + " levels deep", null);
    }
  }

  /** PostgreSQL's text can hold neither U+0000 nor half a surrogate pair, as a key or a value. */
  private static void refuseUnstorable(JsonValue value) {
    switch (value) {
      case JsonObject object ->
          object.forEach((name, field) -> {
            refuseUnstorable(name);
            refuseUnstorable(field);
          });
      case List<?> array -> array.forEach(element -> refuseUnstorable((JsonValue) element));
      case JsonString string -> refuseUnstorable(string.getString());
      default -> {
        // numbers, true, false and null can all be stored
      }
    }
  }

  private static void refuseUnstorable(String text) {
    boolean storable =
        text.codePoints()
            .noneMatch(
                c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    if (!storable) {
      throw new ApiError(
          ErrorCode.INVALID_PAYLOAD, "text can contain neither U+0000 nor unpaired surrogates");
    }
  }

  private static ApiError invalid(String message, @Nullable Throwable cause) {
    return new ApiError(ErrorCode.INVALID_JSON, message, cause);
  }
}
