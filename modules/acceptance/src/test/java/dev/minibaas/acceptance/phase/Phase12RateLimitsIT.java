package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the limits let through, and how every answer tells of them. At the contract's limits. */
@Tag("phase12")
class Phase12RateLimitsIT {
  @RegisterExtension static final Platform PLATFORM = Platform.atContractLimits();

  private static final int SIGN_UPS_OF_THE_CONTRACT = 3 + 10;

  private final Api api = PLATFORM.api().from("127.0.12.1");

  @Test
  void signing_up_a_few_in_a_row_is_no_abuse() {
    Api fresh = PLATFORM.api().from("127.0.12.2");
    for (int i = 0; i < SIGN_UPS_OF_THE_CONTRACT; i++) {
      fresh.signUp();
    }
  }

  @ParameterizedTest(name = "{0} is limited to {1} a minute and {2} an hour")
  @CsvSource({"/auth/v1/health, 60, 2000", "/rest/v1/users?limit=1, 180, 5000"})
  void answers_tell_the_limits(String path, int minute, int hour) {
    Answer answer = api.get(path).send().is(200);
    assertThat(answer.needs("X-RateLimit-Limit-Minute")).isEqualTo(Integer.toString(minute));
    assertThat(answer.needs("X-RateLimit-Limit-Hour")).isEqualTo(Integer.toString(hour));
    assertThat(answer.needs("RateLimit-Limit")).isNotEmpty();
    assertThat(answer.needs("RateLimit-Remaining")).isNotEmpty();
    assertThat(answer.needs("RateLimit-Reset")).isNotEmpty();
  }

  @Test
  void an_unknown_key_is_refused() {
    api.get("/rest/v1/users").key("unknown").send().is(401);
  }

  @Test
  void two_reads_from_one_address_both_pass() {
    api.get("/rest/v1/users?limit=1").send().is(200);
    api.get("/rest/v1/users?limit=1").send().is(200);
  }

  @Test
  void the_routes_count_apart_and_so_do_the_addresses() {
    Api fresh = PLATFORM.api().from("127.0.12.3");
    Answer first = fresh.get("/auth/v1/health").send().is(200);
    assertThat(first.needs("X-RateLimit-Remaining-Hour")).isEqualTo("1999");
    Answer other = fresh.get("/rest/v1/users?limit=1").send().is(200);
    assertThat(other.needs("X-RateLimit-Remaining-Hour")).isEqualTo("4999");
  }
}
