package dev.minibaas.acceptance.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.microshed.testing.ApplicationEnvironment;
import org.microshed.testing.ManuallyStartedConfiguration;
import org.microshed.testing.jupiter.MicroShedTest;

/** A user signs up, writes a row and reads only their own, through the one port of the EAR. */
@ExtendWith(RunningEar.class)
@MicroShedTest
class OnePortIT {
  private final ApplicationEnvironment environment = ApplicationEnvironment.Resolver.load();
  private final URI url = URI.create(environment.getApplicationURL()).resolve("/");
  private final Api api =
      new Api(URI.create("http://" + url.getAuthority()), Platform.shared().anonKey());

  @Test
  void microshed_talks_to_the_server_that_runs() {
    assertThat(environment).isInstanceOf(ManuallyStartedConfiguration.class);
    assertThat(environment.getApplicationURL())
        .startsWith(Platform.shared().api().base().toString());
  }

  @Test
  void a_user_signs_up_writes_a_row_and_reads_only_their_own() {
    Account ann = api.signUp();
    Account bob = api.signUp();
    for (Account account : new Account[] {ann, bob}) {
      api.post("/rest/v1/posts", "{\"title\":\"of " + account.email() + "\"}")
          .as(account)
          .send()
          .is(201);
    }

    Answer read = api.get("/rest/v1/posts?select=title&is_public=is.false").as(ann).send().is(200);

    assertThat(read.row().getString("title")).isEqualTo("of " + ann.email());
  }

  @Test
  void each_service_tells_its_health_through_the_gateway() {
    assertThat(api.get("/auth/v1/health/ready").send().is(200).text("/status")).isEqualTo("ok");
    assertThat(api.get("/rest/v1/health/ready").send().is(200).text("/status")).isEqualTo("ok");
  }

  @Test
  void what_is_for_operators_is_not_on_the_public_port() {
    api.get("/metrics").send().is(404);
    api.get("/health").send().is(404);
    api.get("/health/ready").send().is(404);
    api.get("/ibm/api/").send().is(404);
  }
}
