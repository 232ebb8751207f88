package dev.minibaas.acceptance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data survives the sudden end of every process. Uses the instance whose limits are counted. */
class KillIT {
  @RegisterExtension static final Platform PLATFORM = Platform.atContractLimits();

  @Test
  void a_killed_instance_starts_again_with_its_users_and_their_rows() {
    Api before = PLATFORM.api().from("127.0.99.1");
    Account account = before.signUp();
    before.post("/rest/v1/posts", "{\"title\":\"kept\"}").as(account).send().is(201);

    PLATFORM.instance().kill();
    PLATFORM.instance().start();

    Api after = PLATFORM.api().from("127.0.99.1");
    assertThat(after.base()).isEqualTo(before.base());
    Account again = after.signIn(account.email(), Api.PASSWORD);
    assertThat(again.id()).isEqualTo(account.id());
    assertThat(
            after
                .get("/rest/v1/posts?select=title")
                .as(again)
                .send()
                .is(200)
                .row()
                .getString("title"))
        .isEqualTo("kept");
    // neither the session nor the keys of before are gone
    after.get("/auth/v1/user").as(account).send().is(200);
  }
}
