package dev.minibaas.auth.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorAnswerTest {
  private static final String ID = "request-1";

  private static ErrorAnswer answer(Throwable failure, String version) {
    return ErrorAnswer.of(failure, new ErrorContext(version, ID));
  }

  private static JsonObject body(ErrorAnswer answer) {
    return Json.createReader(new StringReader(answer.body())).readObject();
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeIsToldInBothDialects(ErrorCode code) {
    AuthFailure failure = new AuthFailure(422, code, "why");

    assertThat(answer(failure, "").body())
        .isEqualTo(
            "{\"code\":422,\"error_code\":\""
                + code.wire()
                + "\",\"msg\":\"why\",\"error_id\":\"request-1\"}");
    assertThat(answer(failure, "2024-01-01").body())
        .isEqualTo("{\"code\":\"" + code.wire() + "\",\"message\":\"why\"}");
    assertThat(answer(failure, "").headers()).containsEntry("x-sb-error-code", code.wire());
    assertThat(code.wire()).matches("[a-z][a-z0-9_]*");
  }

  @ParameterizedTest
  @CsvSource({
    "2023-12-31, false",
    "2024-01-01, true",
    "2025-07-01, true",
    "2024-13-01, false",
    "yesterday, false",
    "'', false"
  })
  void theVersionIsEchoedAsTheOneThatWasChosen(String asked, boolean newer) {
    ErrorAnswer answer = answer(AuthFailure.invalid("why"), asked);

    assertThat(answer.headers().containsKey("X-Supabase-Api-Version")).isEqualTo(newer);
    if (newer) {
      assertThat(answer.headers()).containsEntry("X-Supabase-Api-Version", "2024-01-01");
    }
    assertThat(body(answer).containsKey("error_code")).isEqualTo(!newer);
  }

  @Test
  void weakPasswordsSayWhyInEitherDialect() {
    WeakPassword weak = new WeakPassword("too short", List.of("length", "characters"));

    assertThat(answer(weak, "").body())
        .isEqualTo(
            """
            {"code":422,"error_code":"weak_password","msg":"too short","error_id":"request-1",\
            "weak_password":{"reasons":["length","characters"]}}\
            """);
    assertThat(answer(weak, "2024-01-01").body())
        .isEqualTo(
            """
            {"code":"weak_password","message":"too short",\
            "weak_password":{"reasons":["length","characters"]}}\
            """);
  }

  @Test
  void oauthErrorsHaveTheirOwnForm() {
    ErrorAnswer answer = answer(new OAuthFailure("invalid_request", "what"), "2024-01-01");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"what\"}");
  }

  @Test
  void aFaultTellsTheRequestAndNotTheCause() {
    ErrorAnswer answer = answer(new IllegalStateException("select secret from users"), "");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.fault()).isTrue();
    assertThat(body(answer).getString("error_code")).isEqualTo("unexpected_failure");
    assertThat(body(answer).getString("error_id")).isEqualTo(ID);
    assertThat(answer.body()).doesNotContain("secret");
  }

  @Test
  void causesStayInside() {
    AuthFailure failure = AuthFailure.invalid("public").because(new RuntimeException("private"));

    assertThat(answer(failure, "").body()).contains("public").doesNotContain("private");
  }
}
