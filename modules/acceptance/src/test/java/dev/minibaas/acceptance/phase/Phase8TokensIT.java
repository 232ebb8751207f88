package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A token from sign-up to its successor. */
@Tag("phase8")
class Phase8TokensIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private final Api api = PLATFORM.api();
  private final Account account = api.signUp();

  @Test
  void a_token_has_three_parts_and_the_claims_of_the_contract() {
    assertThat(account.accessToken().split("\\.", -1)).hasSize(3);
    JsonObject header = Jwt.header(account.accessToken());
    assertThat(header.getString("alg")).isEqualTo("HS256");
    assertThat(header.getString("typ")).isEqualTo("JWT");
    JsonObject claims = Jwt.claims(account.accessToken());
    assertThat(claims)
        .containsKeys("sub", "email", "aud", "exp", "iat", "iss", "role", "session_id", "aal");
    long now = Instant.now().getEpochSecond();
    assertThat((long) claims.getInt("exp")).isGreaterThan(now);
    assertThat((long) claims.getInt("iat")).isBetween(now - 60, now + 1);
  }

  @Test
  void signing_in_gives_a_bearer_token_that_opens_the_sql_api() {
    Answer answer =
        api.post(
                "/auth/v1/token?grant_type=password",
                Api.credentials(account.email(), Api.PASSWORD))
            .send()
            .is(200);
    assertThat(answer.text("/token_type")).isEqualTo("bearer");
    assertThat(answer.object().getInt("expires_in")).isEqualTo(3600);
    api.get("/rest/v1/users?limit=1").bearer(answer.text("/access_token")).send().is(200);
  }

  @Test
  void a_refresh_token_gives_a_new_access_token() {
    Jwt.outliveItsSecond(account.accessToken());
    Answer answer = refresh(account.refreshToken()).is(200);
    assertThat(answer.text("/access_token")).isNotEqualTo(account.accessToken());
    assertThat(answer.text("/refresh_token")).isNotEqualTo(account.refreshToken());
    api.get("/rest/v1/users?limit=1").bearer(answer.text("/access_token")).send().is(200);
  }

  @Test
  void an_unknown_refresh_token_is_refused() {
    Answer answer = refresh("abcdefghijkl").is(400);
    assertThat(answer.text("/error_code")).isEqualTo("refresh_token_not_found");
  }

  @Test
  void what_is_no_token_is_refused() {
    api.get("/rest/v1/users?limit=1").bearer("not.a.valid.jwt").send().is(401);
  }

  /** Another scheme names nobody: the caller stays the key's, who sees no row. */
  @Test
  void a_token_under_another_scheme_signs_nobody_in() {
    Answer answer =
        api.get("/rest/v1/users").header("Authorization", "Basic " + account.accessToken()).send();
    assertThat(answer.body()).doesNotContain(account.email());
    api.get("/auth/v1/user")
        .header("Authorization", "Basic " + account.accessToken())
        .send()
        .is(401);
  }

  private Answer refresh(String token) {
    return api.post(
            "/auth/v1/token?grant_type=refresh_token",
            """
            {"refresh_token":"%s"}\
            """
                .formatted(token))
        .send();
  }
}
