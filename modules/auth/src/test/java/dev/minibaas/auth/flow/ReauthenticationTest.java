package dev.minibaas.auth.flow;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ReauthenticationTest {
  private final TestDatabase database;
  private final FlowFixture flows;

  ReauthenticationTest(TestDatabase database) {
    this.database = database;
    this.flows =
        new FlowFixture(
            database, Map.of("GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION", "true"));
  }

  private JsonObject oldSession(String email) {
    JsonObject session = flows.confirmed(email);
    database.execute(
        "update auth.sessions set created_at = now() - interval '25 hours' where user_id = '"
            + session.getJsonObject("user").getString("id")
            + "'");
    return session;
  }

  private void ask(JsonObject session) {
    flows.reauthentication.ask(
        flows.auth.bearers.of(flows.bearing(session)).user(), flows.bearing(session));
  }

  @Test
  void anOldSessionNeedsACodeForANewPassword() {
    JsonObject session = oldSession("old@example.org");
    assertRefused(
        400,
        ErrorCode.REAUTHENTICATION_NEEDED,
        () -> flows.update(session, "{'password':'another horse'}"));
    ask(session);
    String nonce = flows.lastMail("old@example.org").code();
    assertRefused(
        422,
        ErrorCode.REAUTHENTICATION_NOT_VALID,
        () -> flows.update(session, "{'password':'another horse','nonce':'x" + nonce + "'}"));

    flows.update(session, "{'password':'another horse','nonce':'" + nonce + "'}");

    assertRefused(
        422,
        ErrorCode.REAUTHENTICATION_NOT_VALID,
        () -> flows.update(session, "{'password':'third horse!','nonce':'" + nonce + "'}"));
    assertThat(flows.actions("old@example.org")).contains("user_reauthenticate_requested");
  }

  @Test
  void aFreshSessionDoesNot() {
    JsonObject session = flows.confirmed("fresh@example.org");

    assertThat(flows.update(session, "{'password':'another horse'}")).containsKey("id");
  }

  @Test
  void anothersCodeIsNone() {
    JsonObject mine = oldSession("mine@example.org");
    ask(oldSession("theirs@example.org"));
    String nonce = flows.lastMail("theirs@example.org").code();

    assertRefused(
        422,
        ErrorCode.REAUTHENTICATION_NOT_VALID,
        () -> flows.update(mine, "{'password':'another horse','nonce':'" + nonce + "'}"));
  }

  @Test
  void aCodeIsNoWayIn() {
    ask(oldSession("noway@example.org"));
    FlowFixture.Mail mail = flows.lastMail("noway@example.org");

    assertRefused(
        403,
        ErrorCode.OTP_EXPIRED,
        () -> flows.verifyCode("email", "noway@example.org", mail.code()));
  }

  @Test
  void whoCannotBeReachedIsTold() {
    FlowFixture open =
        new FlowFixture(database, Map.of("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true"));
    JsonObject session =
        open.auth.signup.signup(
            dev.minibaas.auth.AuthFixture.body("{}"), dev.minibaas.auth.AuthFixture.ANYBODY);

    assertRefused(422, ErrorCode.VALIDATION_FAILED, () -> ask(session));
  }
}
