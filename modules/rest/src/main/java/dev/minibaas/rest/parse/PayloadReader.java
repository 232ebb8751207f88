package dev.minibaas.rest.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.QueryParameters.Argument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads request bodies: far enough to know the columns, no further. */
final class PayloadReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String INVALID = "Empty or invalid json";

  private PayloadReader() {}

  /**
   * @param isCall whether a function is called, for which an empty body means no arguments
   */
  static Payload read(byte[] body, MediaType type, @Nullable List<String> columns, boolean isCall) {
    if (type.equals(MediaType.JSON) || type.equals(MediaType.ANY)) {
      if (columns != null) {
        return new Payload.UnreadJson(utf8(body));
      }
      return isCall && body.length == 0 ? new Payload.Json("{}", Set.of(), true) : json(utf8(body));
    }
    if (type.equals(MediaType.CSV)) {
      String json = CsvReader.toJson(utf8(body));
      return json(json);
    }
    if (type.equals(MediaType.FORM)) {
      return form(utf8(body), isCall);
    }
    if (isCall
        && (type.equals(MediaType.TEXT)
            || type.equals(MediaType.XML)
            || type.equals(MediaType.OCTETS))) {
      return new Payload.Raw(body);
    }
    throw RestError.unusableBody("Content-Type not acceptable: " + type.text());
  }

  private static Payload form(String body, boolean isCall) {
    List<Argument> fields = new ArrayList<>();
    for (QueryString.Parameter parameter : QueryString.parse(body)) {
      fields.add(new Argument(parameter.key(), parameter.value()));
    }
    if (isCall) {
      return new Payload.Form(fields);
    }
    Map<String, String> object = new LinkedHashMap<>();
    fields.forEach(field -> object.put(field.name(), field.value()));
    return new Payload.Json(JsonText.object(object), Set.copyOf(object.keySet()), true);
  }

  private static String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw RestError.unusableBody(INVALID);
    }
  }

  private static Payload json(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      Payload payload =
          switch (parser.nextToken()) {
            case START_OBJECT -> new Payload.Json(text, keys(parser), true);
            case START_ARRAY -> array(parser, text);
            case null -> throw RestError.unusableBody(INVALID);
            default -> new Payload.Json("[]", Set.of(), false);
          };
      if (parser.nextToken() != null) {
        throw RestError.unusableBody(INVALID);
      }
      return payload;
    } catch (IOException e) {
      throw RestError.unusableBody(INVALID);
    }
  }

  private static Payload array(JsonParser parser, String text) throws IOException {
    Set<String> keys = null;
    boolean uniform = true;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        Set<String> those = keys(parser);
        keys = keys == null ? those : keys;
        uniform = uniform && keys.equals(those);
      } else {
        uniform = false;
        parser.skipChildren();
      }
    }
    if (!uniform) {
      throw RestError.unusableBody("All object keys must match");
    }
    return new Payload.Json(text, keys == null ? Set.of() : keys, false);
  }

  /** The keys of the object just entered; leaves it. */
  private static Set<String> keys(JsonParser parser) throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      keys.add(parser.currentName());
      parser.nextToken();
      parser.skipChildren();
    }
    return keys;
  }
}
