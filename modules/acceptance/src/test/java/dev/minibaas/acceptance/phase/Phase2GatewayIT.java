package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys, preflight and limits, at the contract's limits. */
@Tag("phase2")
class Phase2GatewayIT {
  @RegisterExtension static final Platform PLATFORM = Platform.atContractLimits();

  private static final int LIMIT = 60;

  /** More than two minutes' worth: however the clock falls, one minute is exceeded. */
  private static final int ENOUGH = 2 * LIMIT + 1;

  private final Api api = PLATFORM.api().from("127.0.2.1");

  @Test
  void auth_opens_to_its_key_only() {
    Answer none = api.get("/auth/v1/health").withoutKey().send().is(401);
    assertThat(none.text("/message")).isEqualTo("No API key found in request");
    Answer unknown = api.get("/auth/v1/health").key("invalid-key").send().is(401);
    assertThat(unknown.text("/message")).isEqualTo("Unauthorized");
    api.get("/auth/v1/health").send().is(200);
  }

  @Test
  void the_sql_api_opens_to_its_key_only() {
    api.get("/rest/v1/").withoutKey().send().is(401);
    api.get("/rest/v1/").send().is(200);
  }

  @Test
  void a_preflight_is_answered_with_the_origin() {
    Answer answer =
        api.options("/rest/v1/")
            .withoutKey()
            .origin("http://localhost:3000")
            .header("Access-Control-Request-Method", "GET")
            .send()
            .is(200, 204);
    assertThat(answer.needs("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
  }

  @Test
  void more_requests_than_the_limit_are_refused() {
    Api fresh = PLATFORM.api().from("127.0.2.2");
    Answer answer = fresh.get("/auth/v1/health").send().is(200);
    assertThat(answer.needs("X-RateLimit-Limit-Minute")).isEqualTo(Integer.toString(LIMIT));
    int sent = 1;
    while (answer.status() == 200 && sent < ENOUGH) {
      answer = fresh.get("/auth/v1/health").send().is(200, 429);
      sent++;
    }
    assertThat(answer.status()).isEqualTo(429);
    assertThat(sent).as("requests until the first refusal").isGreaterThan(LIMIT);
    assertThat(answer.text("/message")).isEqualTo("API rate limit exceeded");
    assertThat(Integer.parseInt(answer.needs("Retry-After"))).isBetween(1, 60);
    assertThat(answer.needs("RateLimit-Remaining")).isEqualTo("0");
  }
}
