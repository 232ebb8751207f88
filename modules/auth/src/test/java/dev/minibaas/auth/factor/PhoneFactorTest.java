package dev.minibaas.auth.factor;

import static dev.minibaas.auth.Refusals.assertRefused;
import static dev.minibaas.auth.factor.FactorFixture.bearing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PhoneFactorTest {
  private final TestDatabase database;
  private final FactorFixture mfa;

  PhoneFactorTest(TestDatabase database) {
    this.database = database;
    this.mfa = new FactorFixture(database, Map.of());
  }

  private Call newUser(String email) {
    return bearing(mfa.auth.newUser(email));
  }

  private JsonObject enroll(Call call, String phone) {
    return mfa.enroll(
        call, "{'factor_type':'phone','phone':'%s','friendly_name':'%s'}".formatted(phone, phone));
  }

  @Test
  void theCodeThatWasSentRaisesTheSession() {
    Call call = newUser("phone@example.org");
    JsonObject factor = enroll(call, "+1 555 0100");
    assertThat(factor.getString("type")).isEqualTo("phone");
    assertThat(factor.getString("phone")).isEqualTo("+1 555 0100");

    JsonObject challenge = mfa.challenge(call, factor);
    FactorFixture.Text sms = mfa.sent.getLast();
    assertThat(sms.phone()).isEqualTo("15550100");
    assertThat(sms.code()).matches("[0-9]{6}");
    assertThat(sms.type()).isEqualTo("mfa");

    SessionAnswer session = mfa.verify(call, factor, challenge, sms.code());
    assertThat(bearing(session).caller().claims()).containsEntry("aal", "aal2");
    assertThat(bearing(session).caller().claims().get("amr")).asString().contains("mfa/phone");
  }

  @Test
  void anotherCodeDoesNot() {
    Call call = newUser("wrong-phone@example.org");
    JsonObject factor = enroll(call, "+15550101");
    JsonObject challenge = mfa.challenge(call, factor);
    String code = mfa.sent.getLast().code();
    String wrong = code.equals("000000") ? "000001" : "000000";

    assertRefused(
        422, ErrorCode.MFA_VERIFICATION_FAILED, () -> mfa.verify(call, factor, challenge, wrong));
  }

  @Test
  void messagesAreAMinuteApart() {
    Call call = newUser("often@example.org");
    JsonObject factor = enroll(call, "+15550102");
    mfa.challenge(call, factor);

    assertRefused(429, ErrorCode.OVER_SMS_SEND_RATE_LIMIT, () -> mfa.challenge(call, factor));
    mfa.later(Duration.ofSeconds(61));
    mfa.challenge(call, factor);
    assertThat(mfa.sent).hasSize(2);
  }

  @Test
  void aMessageThatDidNotLeaveLeavesNoChallenge() {
    Call call = newUser("unsent@example.org");
    JsonObject factor = enroll(call, "+15550103");
    mfa.sendingFails = true;

    assertThatIllegalStateException().isThrownBy(() -> mfa.challenge(call, factor));
    assertThat(
            database.query(
                "select 1 from auth.mfa_challenges where factor_id = '"
                    + factor.getString("id")
                    + "'"))
        .isEmpty();
  }

  @Test
  void anUnverifiedNumberIsEnrolledAnewAndAVerifiedOneIsNot() {
    Call call = newUser("again@example.org");
    enroll(call, "+15550104");
    JsonObject factor = enroll(call, "+15550104");
    JsonObject challenge = mfa.challenge(call, factor);
    Call raised = bearing(mfa.verify(call, factor, challenge, mfa.sent.getLast().code()));

    assertRefused(422, ErrorCode.MFA_VERIFIED_FACTOR_EXISTS, () -> enroll(raised, "+15550104"));
  }

  @Test
  void numbersAndChannelsAreChecked() {
    Call call = newUser("number@example.org");

    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> mfa.enroll(call, "{'factor_type':'phone'}"));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> enroll(call, "0049"));
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> enroll(call, "555-call-me"));
    JsonObject factor = enroll(call, "+15550105");
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () ->
            mfa.challenges.challenge(
                factor.getString("id"),
                AuthFixture.body("{'channel':'pigeon'}"),
                mfa.auth.bearers.of(call),
                call));
    assertThat(mfa.sent).isEmpty();
  }
}
