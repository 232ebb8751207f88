package dev.minibaas.auth.flow;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CurrentPasswordTest {
  private static final String NEW = "{'password':'another horse'%s}";

  private final FlowFixture flows;

  CurrentPasswordTest(TestDatabase database) {
    this.flows =
        new FlowFixture(
            database, Map.of("GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD", "true"));
  }

  private JsonObject signedIn(String email) {
    flows.confirmed(email);
    return flows.auth.login(email);
  }

  @Test
  void aNewPasswordTakesTheCurrentOne() {
    JsonObject session = signedIn("knows@example.org");
    String before = flows.column("encrypted_password", "knows@example.org");

    assertRefused(
        400, ErrorCode.CURRENT_PASSWORD_REQUIRED, () -> flows.update(session, NEW.formatted("")));
    assertRefused(
        400,
        ErrorCode.CURRENT_PASSWORD_MISMATCH,
        () -> flows.update(session, NEW.formatted(",'current_password':'a guess of mine'")));
    assertRefused(
        400,
        ErrorCode.BAD_JSON,
        () -> flows.update(session, NEW.formatted(",'current_password':{'$ne':''}")));
    assertThat(flows.column("encrypted_password", "knows@example.org")).isEqualTo(before);

    flows.update(session, NEW.formatted(",'current_password':'" + AuthFixture.PASSWORD + "'"));

    assertThat(flows.column("encrypted_password", "knows@example.org")).isNotEqualTo(before);
  }

  @Test
  void whoForgotItHasACode() {
    flows.confirmed("forgot@example.org");
    flows.recover("{'email':'forgot@example.org'}");
    JsonObject session =
        flows.verifyCode(
            "recovery", "forgot@example.org", flows.lastMail("forgot@example.org").code());

    assertThat(flows.update(session, NEW.formatted(""))).containsKey("id");
  }

  @Test
  void whatIsNoPasswordTakesNone() {
    JsonObject session = signedIn("data@example.org");

    assertThat(flows.update(session, "{'data':{'name':'Ada'}}")).containsKey("id");
  }
}
