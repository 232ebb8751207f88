package dev.minibaas.auth.request;

import static dev.minibaas.auth.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

  private static RequestBody read(byte[] bytes) {
    return RequestBody.read(new ByteArrayInputStream(bytes));
  }

  private static RequestBody read(String json) {
    return read(json.getBytes(UTF_8));
  }

  @Test
  void missingFieldsAndNullsAreEmpty() {
    RequestBody body = read("{\"email\":null,\"data\":null,\"email_confirm\":null,\"other\":[1]}");

    assertThat(body.text("email")).isEmpty();
    assertThat(body.textOrNull("email")).isNull();
    assertThat(body.textOrNull("phone")).isNull();
    assertThat(body.objectOrNull("data")).isNull();
    assertThat(body.flag("email_confirm")).isFalse();
    assertThat(body.has("email")).isFalse();
  }

  @Test
  void nullCountsAsAnEmptyObject() {
    assertThat(read("null").text("email")).isEmpty();
  }

  @Test
  void aBodyMayBeLeftOutWhereNothingIsAsked() {
    assertThat(RequestBody.readOptional(new ByteArrayInputStream(new byte[0])).flag("soft"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{invalid json}",
        "{\"email\":\"a\"",
        "{\"email\":\"a\"} {}",
        "[]",
        "\"text\"",
        "17",
        "email=a&password=b",
        "{\"email\":\"\\x\"}",
        "{\"n\":01}"
      })
  void whatIsNoJsonObjectIsBadJson(String json) {
    assertRefused(400, ErrorCode.BAD_JSON, () -> read(json));
  }

  @Test
  void invalidUtf8IsBadJson() {
    byte[] bytes = "{\"email\":\"a?b\"}".getBytes(UTF_8);
    bytes[11] = (byte) 0xff;

    assertRefused(400, ErrorCode.BAD_JSON, () -> read(bytes));
  }

  @Test
  void deepNestingIsRefusedBeforeItIsParsed() {
    String deep = "{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertRefused(400, ErrorCode.BAD_JSON, () -> read(deep));
    assertThat(read("{\"data\":\"" + "[".repeat(1000) + "\\\"[\"}").text("data")).hasSize(1002);
  }

  @Test
  void moreThanOneMebibyteIsTooLarge() {
    String padding = " ".repeat((1 << 20) - 2);

    assertThat(read("{" + padding + "}").text("email")).isEmpty();
    assertRefused(413, ErrorCode.REQUEST_ENTITY_TOO_LARGE, () -> read("{ " + padding + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "true", "[]", "{}", "1e400"})
  void anotherTypeThanTextIsBadJson(String value) {
    assertRefused(400, ErrorCode.BAD_JSON, () -> read("{\"email\":" + value + "}").text("email"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "true", "[]", "\"\""})
  void anotherTypeThanAnObjectIsBadJson(String value) {
    assertRefused(
        400, ErrorCode.BAD_JSON, () -> read("{\"data\":" + value + "}").objectOrNull("data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "\"true\"", "[]"})
  void anotherTypeThanAFlagIsBadJson(String value) {
    assertRefused(400, ErrorCode.BAD_JSON, () -> read("{\"flag\":" + value + "}").flag("flag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"email\":\"a\\u0000b\"}",
        "{\"data\":{\"a\":[{\"b\":\"\\u0000\"}]}}",
        "{\"data\":{\"\\u0000\":1}}",
        "{\"data\":{\"a\":\"\\ud800\"}}",
        "{\"data\":{\"a\":\"\\udc00\\ud800\"}}"
      })
  void textThatPostgresqlCannotHoldIsInvalid(String json) {
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> read(json));
  }

  @Test
  void surrogatePairsAreText() {
    assertThat(read("{\"name\":\"\\ud83d\\ude00\"}").text("name")).isEqualTo("😀");
  }

  @Test
  void longTextIsInvalid() {
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () -> read("{\"email\":\"" + "a".repeat(5000) + "\"}").text("email"));
  }
}
