package dev.minibaas.auth.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.Collection;

/**
 * Makes and reads JSON. The methods of {@code jakarta.json.Json} search the class path for a
 * provider at every call; here it is searched for once.
 */
public final class JsonValues {
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private JsonValues() {}

  public static JsonObjectBuilder object() {
    return PROVIDER.createObjectBuilder();
  }

  /** Begins with the fields of another object. */
  public static JsonObjectBuilder object(JsonObject fields) {
    return PROVIDER.createObjectBuilder(fields);
  }

  public static JsonArrayBuilder array() {
    return PROVIDER.createArrayBuilder();
  }

  public static JsonArrayBuilder array(Collection<?> elements) {
    return PROVIDER.createArrayBuilder(elements);
  }

  /** Text that is known to be JSON, such as the database's. */
  public static JsonValue read(String json) {
    try (JsonReader reader = PROVIDER.createReader(new StringReader(json))) {
      return reader.readValue();
    }
  }

  /** For text that may be anything. */
  public static JsonParser parser(String text) {
    return PROVIDER.createParser(new StringReader(text));
  }
}
