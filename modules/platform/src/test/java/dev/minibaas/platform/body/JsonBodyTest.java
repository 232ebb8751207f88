package dev.minibaas.platform.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
  private static JsonBody read(byte[] bytes) {
    return JsonBody.read(new ByteArrayInputStream(bytes), 1024);
  }

  private static void assertRefused(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}{}", "{\"a\":}", "nul", "{'a':1}", "\"", "[1,]"})
  void whatIsNoJsonIsRefused(String text) {
    assertRefused(ErrorCode.INVALID_JSON, () -> read(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "null",
        "\"text\"",
        "{\"a\":\"\\u0000\"}",
        "{\"\\ud800\":1}",
        "[{\"a\":1}]"
      })
  void whatIsNoStorableObjectIsRefused(String text) {
    assertRefused(ErrorCode.INVALID_PAYLOAD, () -> read(text.getBytes(UTF_8)));
  }

  @Test
  void encodingSizeAndDepthAreBounded() {
    assertRefused(ErrorCode.INVALID_JSON, () -> read("{\"a\":\"\u00ff\"}".getBytes(ISO_8859_1)));
    assertRefused(ErrorCode.PAYLOAD_TOO_LARGE, () -> read(new byte[1025]));
    assertRefused(ErrorCode.INVALID_JSON, () -> read("[".repeat(1000).getBytes(UTF_8)));
    assertThat(JsonBody.of("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}").has("a")).isTrue();
  }

  @Test
  void nothingIsCoerced() {
    JsonBody body =
        JsonBody.of(
            "{\"text\":\"7\",\"number\":7,\"flag\":\"true\",\"half\":1.5,\"tab\":\"a\\tb\"}");
    Consumer<Runnable> isRefused = call -> assertRefused(ErrorCode.INVALID_PAYLOAD, call);
    isRefused.accept(() -> body.integer("text", 0, 0, 9));
    isRefused.accept(() -> body.integer("half", 0, 0, 9));
    isRefused.accept(() -> body.integer("number", 0, 0, 6));
    isRefused.accept(() -> body.text("number", 1, 9));
    isRefused.accept(() -> body.text("tab", 1, 9));
    isRefused.accept(() -> body.text("missing", 1, 9));
    isRefused.accept(() -> body.flag("flag", false));
    isRefused.accept(() -> body.object("text"));
    isRefused.accept(() -> body.texts("text", 1, 2, 3));
    isRefused.accept(() -> body.objects("text", 1, 2));
    isRefused.accept(() -> body.uuid("text"));
    isRefused.accept(() -> body.only("text"));
    assertThat(body.integer("number", 0, 0, 9)).isEqualTo(7);
    assertThat(body.integer("missing", 3, 0, 9)).isEqualTo(3);
    assertThat(body.text("text", 1, 1)).isEqualTo("7");
  }

  @Test
  void aUuidIsWrittenInFull() {
    assertThat(Uuids.parse("1-1-1-1-1")).isNull();
    assertThat(Uuids.parse("6a0fd5a0-7f5f-4a0a-9d05-2f0c6f0a0001")).isNotNull();
    assertRefused(ErrorCode.INVALID_PARAM, () -> Uuids.param("id", "' or 1=1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "101", "-1", "1e2", "ten", "99999999999"})
  void aPageIsInRange(String limit) {
    assertRefused(ErrorCode.INVALID_PARAM, () -> PageRange.of(limit, null));
    assertThat(PageRange.of(null, "7")).isEqualTo(new PageRange(100, 7));
  }
}
