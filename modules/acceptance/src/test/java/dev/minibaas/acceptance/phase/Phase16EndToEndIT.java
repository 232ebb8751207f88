package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.hostile.Tokens;
import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole life of a session, and the guessing of passwords. At the contract's limits. */
@Tag("phase16")
class Phase16EndToEndIT {
  @RegisterExtension static final Platform PLATFORM = Platform.atContractLimits();

  private static final int BURST = 30;
  private static final int RAPID_GUESSES = 120;

  private final Api api = PLATFORM.api().from("127.0.16.1");

  @Test
  void a_session_from_sign_up_to_sign_out() {
    api.get("/auth/v1/health").send().is(200);
    Account account = api.signUp();
    Answer login = signIn(api, account.email(), Api.PASSWORD).is(200);
    assertThat(login.text("/token_type")).isEqualTo("bearer");
    String token = login.text("/access_token");
    JsonObject claims = Jwt.claims(token);
    assertThat(claims.getString("sub")).isEqualTo(account.id());
    assertThat(claims.getString("email")).isEqualTo(account.email());
    assertThat(claims.getString("role")).isEqualTo("authenticated");
    assertThat((long) claims.getInt("exp")).isGreaterThan(Instant.now().getEpochSecond());

    api.get("/rest/v1/").bearer(token).send().is(200);
    assertThat(api.get("/auth/v1/user").bearer(token).send().is(200).text("/email"))
        .isEqualTo(account.email());

    Jwt.outliveItsSecond(token);
    Answer refreshed = refresh(login.text("/refresh_token")).is(200);
    String next = refreshed.text("/access_token");
    assertThat(next).isNotEqualTo(token);
    api.get("/auth/v1/user").bearer(next).send().is(200);

    api.call("POST", "/auth/v1/logout").bearer(next).send().is(204);
    assertThat(api.get("/auth/v1/user").bearer(next).send().is(403).text("/error_code"))
        .isEqualTo("session_not_found");
    refresh(refreshed.text("/refresh_token")).is(400);
  }

  @Test
  void an_unknown_function_is_not_found() {
    assertThat(api.get("/rest/v1/rpc/non_existent_function").send().is(404).text("/code"))
        .isEqualTo("PGRST202");
  }

  @Test
  void a_token_of_a_foreign_secret_is_refused() {
    String foreign =
        Tokens.valid(
            "a-foreign-secret-of-more-than-32-characters",
            Tokens.claims(api.signUp().id(), Instant.now().plusSeconds(600)));
    api.get("/rest/v1/").bearer(foreign).send().is(401);
  }

  @Test
  void a_wrong_password_is_refused() {
    Answer answer = signIn(api, api.signUp().email(), "WrongPass123!").is(400);
    assertThat(answer.text("/error_code")).isEqualTo("invalid_credentials");
  }

  /** Auth's own limit lets 30 pass at once, the gateway's 60 in a minute. */
  @Test
  void guessing_passwords_meets_the_limit() {
    Api guesser = PLATFORM.api().from("127.0.16.2");
    String email = Api.freshEmail();
    Answer answer = signIn(guesser, email, "guess-0").is(400);
    int sent = 1;
    while (answer.status() == 400 && sent < RAPID_GUESSES) {
      answer = signIn(guesser, email, "guess-" + sent).is(400, 429);
      sent++;
    }
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.needs("Retry-After")).isNotEqualTo("0");
    assertThat(sent).as("guesses until the first refusal").isGreaterThan(BURST);
  }

  private static Answer signIn(Api api, String email, String password) {
    return api.post("/auth/v1/token?grant_type=password", Api.credentials(email, password)).send();
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
