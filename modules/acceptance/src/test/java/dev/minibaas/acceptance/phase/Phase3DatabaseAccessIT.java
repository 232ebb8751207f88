package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.hostile.Tokens;
import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A signed-in user reads from the database as themselves. */
@Tag("phase3")
class Phase3DatabaseAccessIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private final Api api = PLATFORM.api();

  @Test
  void a_user_signs_up_and_in() {
    Account signedUp = api.signUp();
    Account signedIn = api.signIn(signedUp.email(), Api.PASSWORD);
    assertThat(signedIn.id()).isEqualTo(signedUp.id());
  }

  @Test
  void the_key_alone_sees_no_user() {
    api.signUp();
    assertThat(api.get("/rest/v1/users").send().is(200).array()).isEmpty();
  }

  @Test
  void a_user_sees_their_own_row() {
    Account account = api.signUp();
    JsonObject row = api.get("/rest/v1/users").as(account).send().is(200).row();
    assertThat(row.getString("id")).isEqualTo(account.id());
    assertThat(row.getString("email")).isEqualTo(account.email());
  }

  @Test
  void the_token_says_who_and_for_whom() {
    Account account = api.signUp();
    JsonObject claims = Jwt.claims(account.accessToken());
    assertThat(claims.getString("sub")).isEqualTo(account.id());
    assertThat(claims.getString("email")).isEqualTo(account.email());
    assertThat(claims.getString("aud")).isEqualTo("authenticated");
  }

  @Test
  void a_signature_by_another_key_is_refused() {
    String forged =
        Tokens.valid(
            "another-secret-of-more-than-32-characters",
            Tokens.claims(api.signUp().id(), Instant.now().plusSeconds(600)));
    api.get("/rest/v1/users").bearer(forged).send().is(401);
  }
}
