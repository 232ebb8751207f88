package dev.minibaas.auth.request;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.platform.body.JsonDepth;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a call brought. Its fields are read as GoTrue reads them: a missing field
 * and null are the type's empty value, another type is {@code bad_json}, unknown fields are passed
 * over. The content type isn't asked for.
 */
public final class RequestBody {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_TEXT = 4096;

  private final JsonObject fields;

  private RequestBody(JsonObject fields) {
    this.fields = fields;
  }

  /** Reads at most 1 MiB. */
  public static RequestBody read(InputStream body) {
    return new RequestBody(object(text(bytes(body))));
  }

  /** Like {@link #read}, but no body at all counts as an empty object. */
  public static RequestBody readOptional(InputStream body) {
    byte[] bytes = bytes(body);
    return new RequestBody(bytes.length == 0 ? JsonValue.EMPTY_JSON_OBJECT : object(text(bytes)));
  }

  /** A body out of text, as if a client had sent it. */
  public static RequestBody of(String json) {
    return new RequestBody(object(json));
  }

  public boolean has(String name) {
    return fields.containsKey(name) && fields.get(name) != JsonValue.NULL;
  }

  /** A text field, or the empty text. */
  public String text(String name) {
    String text = textOrNull(name);
    return text == null ? "" : text;
  }

  public @Nullable String textOrNull(String name) {
    return switch (field(name)) {
      case null -> null;
      case JsonString string -> limited(name, string.getString(), MAX_TEXT);
      default -> throw wrongType(name, "a string");
    };
  }

  /** A text field that may be longer than others, or the empty text. */
  public String longText(String name, int maxLength) {
    return switch (field(name)) {
      case null -> "";
      case JsonString string -> limited(name, string.getString(), maxLength);
      default -> throw wrongType(name, "a string");
    };
  }

  public boolean flag(String name) {
    JsonValue value = field(name);
    if (value == null || value == JsonValue.FALSE) {
      return false;
    }
    if (value == JsonValue.TRUE) {
      return true;
    }
    throw wrongType(name, "a boolean");
  }

  public @Nullable JsonObject objectOrNull(String name) {
    return switch (field(name)) {
      case null -> null;
      case JsonObject object -> object;
      default -> throw wrongType(name, "an object");
    };
  }

  private @Nullable JsonValue field(String name) {
    JsonValue value = fields.get(name);
    return value == JsonValue.NULL ? null : value;
  }

  private static String limited(String name, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw AuthFailure.invalid("The field " + name + " is too long");
    }
    return text;
  }

  private static byte[] bytes(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new AuthFailure(
            413, ErrorCode.REQUEST_ENTITY_TOO_LARGE, "Request body is larger than 1 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw badJson("Could not read the request body").because(e);
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw badJson("Could not parse request body as JSON: invalid UTF-8").because(e);
    }
  }

  private static JsonObject object(String text) {
    refuseDepth(text);
    JsonValue value = parse(text);
    refuseUnstorable(value);
    return switch (value) {
      case JsonObject object -> object;
      case JsonValue other when other == JsonValue.NULL -> JsonValue.EMPTY_JSON_OBJECT;
      default -> throw badJson("Could not parse request body as JSON: an object is expected");
    };
  }

  private static JsonValue parse(String text) {
    try (JsonParser parser = JsonValues.parser(text)) {
      parser.next();
      JsonValue value = parser.getValue();
      if (parser.hasNext()) {
        throw badJson("Could not parse request body as JSON: more than one value");
      }
      return value;
    } catch (JsonException
        | IllegalStateException
        | NoSuchElementException
        | UnsupportedOperationException e) {
      throw badJson("Could not parse request body as JSON").because(e);
    }
  }

  /** Brackets outside of strings, before a recursive parser meets them. */
  private static void refuseDepth(String text) {
    if (JsonDepth.exceeds(text, MAX_DEPTH)) {
      throw badJson("Could not parse request body as JSON: nested too deeply");
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
      throw AuthFailure.invalid("Text can contain neither U+0000 nor unpaired surrogates");
    }
  }

  private static AuthFailure wrongType(String name, String expected) {
    return badJson(
        "Could not parse request body as JSON: the field " + name + " must be " + expected);
  }

  private static AuthFailure badJson(String message) {
    return AuthFailure.badRequest(ErrorCode.BAD_JSON, message);
  }
}
