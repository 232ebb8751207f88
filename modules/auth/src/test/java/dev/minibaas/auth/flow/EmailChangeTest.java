package dev.minibaas.auth.flow;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.AuthFixture.credentials;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class EmailChangeTest {
  private final TestDatabase database;
  private final FlowFixture flows;

  EmailChangeTest(TestDatabase database) {
    this.database = database;
    this.flows = new FlowFixture(database, Map.of());
  }

  @Test
  void bothMailboxesHaveToAgree() {
    JsonObject session = flows.confirmed("old@example.org");
    JsonObject user = flows.update(session, "{'email':'New@example.org'}");
    assertThat(user.getString("email")).isEqualTo("old@example.org");
    assertThat(user.getString("new_email")).isEqualTo("new@example.org");
    FlowFixture.Mail toOld = flows.lastMail("old@example.org");
    FlowFixture.Mail toNew = flows.lastMail("new@example.org");

    assertThat(flows.verifyHash("email_change", toNew.hash())).containsKey("half");
    assertRefused(403, ErrorCode.OTP_EXPIRED, () -> flows.verifyHash("email_change", toNew.hash()));
    assertThat(flows.column("email_change", "old@example.org")).isEqualTo("new@example.org");
    JsonObject changed =
        flows.verifyCode("email_change", "old@example.org", toOld.code()).getJsonObject("user");

    assertThat(changed.getString("email")).isEqualTo("new@example.org");
    assertThat(changed).doesNotContainKey("new_email");
    assertThat(changed.getJsonArray("identities").getJsonObject(0).getString("email"))
        .isEqualTo("new@example.org");
    assertThat(flows.auth.login("new@example.org")).containsKey("access_token");
  }

  @Test
  void oneMailboxCannotAgreeTwice() {
    JsonObject session = flows.confirmed("thief@example.org");
    flows.update(session, "{'email':'victims@example.org'}");
    flows.verifyHash("email_change", flows.lastMail("thief@example.org").hash());
    flows.asked.resend("email_change", "thief@example.org", ANYBODY, Referrer.NONE);
    flows.work();

    assertThat(flows.verifyHash("email_change", flows.lastMail("thief@example.org").hash()))
        .containsKey("half");
    flows.update(session, "{'email':'victims2@example.org'}");
    assertThat(flows.verifyHash("email_change", flows.lastMail("thief@example.org").hash()))
        .containsKey("half");
    assertThat(flows.column("email", "thief@example.org")).isEqualTo("thief@example.org");
  }

  @Test
  void whereOneIsEnoughItIsTheNewOne() {
    FlowFixture simple =
        new FlowFixture(database, Map.of("GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED", "false"));
    JsonObject session = simple.confirmed("simple@example.org");
    simple.update(session, "{'email':'simpler@example.org'}");

    assertThat(simple.mails("simple@example.org")).hasSize(1);
    JsonObject changed =
        simple.verifyHash("email_change", simple.lastMail("simpler@example.org").hash());
    assertThat(changed.getJsonObject("user").getString("email")).isEqualTo("simpler@example.org");
  }

  @Test
  void whoLosesTheRaceForAnAddressIsTold() {
    FlowFixture simple =
        new FlowFixture(database, Map.of("GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED", "false"));
    JsonObject session = simple.confirmed("slow@example.org");
    simple.update(session, "{'email':'wanted@example.org'}");
    String hash = simple.lastMail("wanted@example.org").hash();
    simple.confirmed("wanted@example.org");

    assertRefused(422, ErrorCode.EMAIL_EXISTS, () -> simple.verifyHash("email_change", hash));
    assertThat(simple.column("email", "slow@example.org")).isEqualTo("slow@example.org");
  }

  @Test
  void anAnonymousUserBecomesPermanentByConfirming() {
    FlowFixture open =
        new FlowFixture(database, Map.of("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true"));
    JsonObject session = open.auth.signup.signup(body("{}"), ANYBODY);
    JsonObject asked =
        open.update(session, "{'email':'settled@example.org','password':'correct horse'}");
    assertThat(asked.getBoolean("is_anonymous")).isTrue();

    JsonObject user =
        open.verifyHash("email_change", open.lastMail("settled@example.org").hash())
            .getJsonObject("user");

    assertThat(user.getBoolean("is_anonymous")).isFalse();
    assertThat(user).containsKey("email_confirmed_at");
    assertThat(user.getJsonObject("app_metadata").getString("provider")).isEqualTo("email");
    assertThat(
            open.auth
                .passwordGrant
                .login(credentials("settled@example.org", "correct horse"), ANYBODY)
                .json())
        .containsKey("access_token");
  }

  @Test
  void aNewPasswordMakesThePendingLinksVoid() {
    JsonObject session = flows.confirmed("void@example.org");
    flows.recover("{'email':'void@example.org'}");
    String recovery = flows.lastMail("void@example.org").hash();
    flows.update(session, "{'email':'voided@example.org'}");
    String change = flows.lastMail("voided@example.org").hash();
    flows.update(session, "{'password':'another horse'}");

    assertRefused(403, ErrorCode.OTP_EXPIRED, () -> flows.verifyHash("recovery", recovery));
    assertRefused(403, ErrorCode.OTP_EXPIRED, () -> flows.verifyHash("email_change", change));
  }

  @Test
  void twoChangesInARowNeedTheirGap() {
    FlowFixture patient = new FlowFixture(database, Map.of("GOTRUE_SMTP_MAX_FREQUENCY", "60"));
    JsonObject session = patient.confirmed("gap@example.org");
    patient.update(session, "{'email':'gap1@example.org'}");

    assertRefused(
        429,
        ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
        () -> patient.update(session, "{'email':'gap2@example.org','data':{'x':1}}"));
    assertThat(patient.column("email_change || (raw_user_meta_data ? 'x')", "gap@example.org"))
        .isEqualTo("gap1@example.orgfalse");
  }
}
