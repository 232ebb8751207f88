package dev.minibaas.acceptance.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param request what was asked, for messages
 */
public record Answer(String request, int status, Map<String, List<String>> headers, byte[] bytes) {
  private static final int SHOWN = 600;

  /** Traces of code, SQL or server that no answer may show. */
  private static final List<String> LEAKS =
      List.of(
          "Exception",
          "\tat ",
          "dev.minibaas",
          "org.postgresql",
          "com.ibm",
          "SRVE",
          "CWW",
          "set_config",
          "pgrst_source");

  /** Checks that the status is one of these. */
  public Answer is(int... expected) {
    assertThat(status).as("status of %s", this).isIn(Arrays.stream(expected).boxed().toList());
    return this;
  }

  public String body() {
    return new String(bytes, UTF_8);
  }

  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .flatMap(entry -> entry.getValue().stream())
        .findFirst();
  }

  /** Checks that the header is there, and returns it. */
  public String needs(String header) {
    Optional<String> value = header(header);
    assertThat(value).as("header %s of %s", header, this).isPresent();
    return value.orElseThrow();
  }

  public JsonStructure json() {
    try (var reader = Json.createReader(new StringReader(body()))) {
      return reader.read();
    } catch (JsonException e) {
      throw new AssertionError("no JSON in " + this, e);
    }
  }

  public JsonObject object() {
    return json().asJsonObject();
  }

  public JsonArray array() {
    JsonStructure json = json();
    assertThat(json.getValueType()).as("type of %s", this).isEqualTo(JsonValue.ValueType.ARRAY);
    return json.asJsonArray();
  }

  /** The only element of an array. */
  public JsonObject row() {
    assertThat(array()).as("rows of %s", this).hasSize(1);
    return array().getJsonObject(0);
  }

  /**
   * A text in the body.
   *
   * @param pointer RFC 6901
   */
  public String text(String pointer) {
    try {
      JsonValue value = json().getValue(pointer);
      return value instanceof JsonString string ? string.getString() : value.toString();
    } catch (JsonException e) {
      throw new AssertionError("nothing at " + pointer + " in " + this, e);
    }
  }

  /** Checks that the body is a JSON object that tells nothing of the inside. */
  public Answer isHarmlessJson() {
    assertThat(needs("Content-Type")).as("type of %s", this).contains("json");
    assertThat(object()).as("body of %s", this).isNotNull();
    return leaksNothing();
  }

  /** Checks that neither body nor headers tell anything of the inside. */
  public Answer leaksNothing() {
    for (String leak : LEAKS) {
      assertThat(body()).as("body of %s", this).doesNotContain(leak);
      assertThat(headers.toString()).as("headers of %s", request).doesNotContain(leak);
    }
    return this;
  }

  @Override
  public String toString() {
    String text = body();
    return "%s → %d %s"
        .formatted(request, status, text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }
}
