package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routing, sign-in and the SQL API behind one port. */
@Tag("phase1")
class Phase1RoutingIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String PASSWORD = "test1234!";

  private final Api api = PLATFORM.api();

  @Test
  void health_answers_with_the_key() {
    api.get("/auth/v1/health").send().is(200);
  }

  @Test
  void signing_up_makes_a_user() {
    Answer answer =
        api.post("/auth/v1/signup", Api.credentials(Api.freshEmail(), PASSWORD)).send().is(200);
    assertThat(answer.text("/user/id")).hasSize(36);
  }

  @Test
  void signing_in_gives_two_tokens_and_a_role() {
    String email = Api.freshEmail();
    api.post("/auth/v1/signup", Api.credentials(email, PASSWORD)).send().is(200);

    Account account = api.signIn(email, PASSWORD);

    assertThat(account.accessToken()).hasSizeGreaterThan(100);
    assertThat(account.refreshToken()).isNotEmpty();
    JsonObject claims = Jwt.claims(account.accessToken());
    assertThat(claims.getString("role")).isEqualTo("authenticated");
  }

  @Test
  void the_sql_api_answers_with_the_key_alone() {
    api.get("/rest/v1/").send().is(200);
  }

  @Test
  void the_sql_api_answers_a_user() {
    api.get("/rest/v1/").as(api.signUp()).send().is(200);
  }

  @Test
  void the_sql_api_refuses_what_is_no_token() {
    api.get("/rest/v1/").bearer("invalid.jwt.token").send().is(401);
  }

  @Test
  void answers_carry_the_marks_of_the_gateway() {
    Answer answer = api.get("/auth/v1/health").send().is(200);
    assertThat(answer.needs("X-Request-ID")).isNotEmpty();
    assertThat(answer.needs("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.needs("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.needs("Strict-Transport-Security")).contains("max-age=31536000");
    assertThat(answer.needs("RateLimit-Limit")).isNotEmpty();
  }

  @Test
  void a_request_id_from_outside_is_kept() {
    Answer answer =
        api.get("/auth/v1/health").header("X-Request-ID", "phase-1.request_7").send().is(200);
    assertThat(answer.needs("X-Request-ID")).isEqualTo("phase-1.request_7");
  }
}
