package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The quick verification of the README: is it up, can one sign up, does the SQL API answer. */
@Tag("smoke")
class SmokeIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  @Test
  void auth_is_healthy() {
    Answer health = PLATFORM.api().get("/auth/v1/health").send().is(200);
    assertThat(health.text("/name")).isEqualTo("GoTrue");
    assertThat(health.text("/version")).isNotEmpty();
  }

  @Test
  void a_user_signs_up() {
    Answer session =
        PLATFORM
            .api()
            .post("/auth/v1/signup", Api.credentials(Api.freshEmail(), Api.PASSWORD))
            .send()
            .is(200);
    assertThat(session.text("/access_token")).contains(".");
    assertThat(session.text("/user/id")).isNotEmpty();
  }

  @Test
  void the_sql_api_describes_itself() {
    Answer root = PLATFORM.api().get("/rest/v1/").send().is(200);
    assertThat(root.object().getJsonObject("paths")).containsKey("/posts");
  }

  @Test
  void documents_are_live() {
    assertThat(PLATFORM.api().get("/mongo/v1/health/live").send().is(200).text("/status"))
        .isEqualTo("ok");
  }

  @Test
  void nothing_opens_without_a_key() {
    Answer refusal = PLATFORM.api().get("/rest/v1/").withoutKey().send().is(401);
    assertThat(refusal.text("/message")).isEqualTo("No API key found in request");
  }

  @Test
  void the_key_may_stand_in_the_query() {
    PLATFORM.api().get("/auth/v1/health?apikey=" + PLATFORM.anonKey()).withoutKey().send().is(200);
  }
}
