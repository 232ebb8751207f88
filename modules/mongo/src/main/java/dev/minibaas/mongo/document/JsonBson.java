package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON, strictly, into BSON of JSON's own types: nothing in a text ever becomes another type,
 * whatever its keys look like. The driver's reader isn't used: it takes {@code {"$code": …}} and
 * even {@code ObjectId(…)} for what they say.
 */
public final class JsonBson {
  private static final JsonParserFactory PARSERS =
      JsonProvider.provider().createParserFactory(Map.of());

  /** MongoDB's own limit is 100, for the whole document. */
  private static final int MAX_DEPTH = 80;

  private JsonBson() {}

  /**
   * @throws ApiError {@code invalid_json}
   */
  public static BsonValue read(byte[] utf8) {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw invalid("it is not UTF-8", e);
    }
  }

  /**
   * @throws ApiError {@code invalid_json}
   */
  public static BsonValue read(String text) {
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      if (!parser.hasNext()) {
        throw invalid("it is empty", null);
      }
      BsonValue value = value(parser, parser.next(), 0);
      if (parser.hasNext()) {
        throw invalid("something follows its end", null);
      }
      return value;
    } catch (JsonException | NoSuchElementException | IllegalStateException e) {
      throw invalid("it ends early or has a sign in the wrong place", e);
    }
  }

  private static BsonValue value(JsonParser parser, JsonParser.Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw invalid("it is nested more than " + MAX_DEPTH + " deep", null);
    }
    return switch (event) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> array(parser, depth);
      case VALUE_STRING -> new BsonString(wellFormed(parser.getString()));
      case VALUE_NUMBER -> number(parser);
      case VALUE_TRUE -> BsonBoolean.TRUE;
      case VALUE_FALSE -> BsonBoolean.FALSE;
      case VALUE_NULL -> BsonNull.VALUE;
      case KEY_NAME, END_OBJECT, END_ARRAY ->
          throw invalid("it has a sign in the wrong place", null);
    };
  }

  private static BsonDocument object(JsonParser parser, int depth) {
    BsonDocument object = new BsonDocument();
    JsonParser.Event event = parser.next();
    while (event != JsonParser.Event.END_OBJECT) {
      String name = wellFormed(parser.getString());
      if (name.indexOf('\0') >= 0) {
        throw invalid("a name has U+0000 in it", null);
      }
      if (object.put(name, value(parser, parser.next(), depth + 1)) != null) {
        throw invalid("a name stands twice in one object", null);
      }
      event = parser.next();
    }
    return object;
  }

  private static BsonArray array(JsonParser parser, int depth) {
    BsonArray array = new BsonArray();
    JsonParser.Event event = parser.next();
    while (event != JsonParser.Event.END_ARRAY) {
      array.add(value(parser, event, depth + 1));
      event = parser.next();
    }
    return array;
  }

  /** An integer is one of 32 or 64 bits when it fits; every other number is a double. */
  private static BsonValue number(JsonParser parser) {
    String text = parser.getString();
    if (text.length() <= 20 && text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
      try {
        long number = Long.parseLong(text);
        return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
      } catch (NumberFormatException e) {
        // beyond 64 bits: a double, like everything that is no integer
      }
    }
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw invalid("a number is too large", null);
    }
    return new BsonDouble(number);
  }

  /** Half a surrogate pair can't be stored as UTF-8. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          throw invalid("a text has half a surrogate pair in it", null);
        }
      }
    }
    return text;
  }

  private static ApiError invalid(String problem, @Nullable Throwable cause) {
    return new ApiError(ErrorCode.INVALID_JSON, "the JSON can't be read: " + problem, cause);
  }
}
