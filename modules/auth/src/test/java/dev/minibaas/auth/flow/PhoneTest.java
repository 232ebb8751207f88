package dev.minibaas.auth.flow;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.outbound.LocalServer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class PhoneTest {
  private final TestDatabase database;
  private final LocalServer server = new LocalServer(asked -> LocalServer.Answer.json("{}"));
  private final FlowFixture flows;

  PhoneTest(TestDatabase database) {
    this.database = database;
    this.flows = with(Map.of());
  }

  private FlowFixture with(Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    settings.putIfAbsent("GOTRUE_EXTERNAL_PHONE_ENABLED", "true");
    settings.put("GOTRUE_HOOK_SEND_SMS_ENABLED", "true");
    settings.put("GOTRUE_HOOK_SEND_SMS_URI", server.url());
    settings.put("GOTRUE_HOOK_SEND_SMS_SECRETS", "v1,whsec_" + "A".repeat(32));
    return new FlowFixture(database, settings);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void otp(FlowFixture on, String json) {
    on.phones.signIn(body(json), true, ANYBODY);
  }

  private JsonObject lastMessage() {
    return JsonValues.read(server.asked().get(server.asked().size() - 1).body())
        .asJsonObject()
        .getJsonObject("sms");
  }

  private JsonObject verify(String type, String phone, String code) {
    return flows.verify("{'type':'%s','phone':'%s','token':'%s'}".formatted(type, phone, code));
  }

  @Test
  void anUnknownNumberIsSignedUpByItsCode() {
    otp(flows, "{'phone':'+49 151 1001','data':{'name':'Ann'}}");
    assertThat(lastMessage().getString("phone")).isEqualTo("491511001");
    assertThat(lastMessage().getString("sms_type")).isEqualTo("sms");

    JsonObject user =
        verify("sms", "+491511001", lastMessage().getString("otp")).getJsonObject("user");

    assertThat(user.getString("phone")).isEqualTo("491511001");
    assertThat(user.getString("email")).isEmpty();
    assertThat(user).containsKey("phone_confirmed_at");
    assertThat(user.getJsonObject("app_metadata").getString("provider")).isEqualTo("phone");
    otp(flows, "{'phone':'491511001'}");
    assertThat(verify("sms", "491511001", lastMessage().getString("otp")))
        .containsKey("access_token");
  }

  @Test
  void aSignupWithPasswordIsConfirmedByMessage() {
    JsonObject user =
        flows.auth.signup.signup(
            body("{'phone':'+491511002','password':'correct horse'}"), ANYBODY);
    assertThat(user).containsKey("confirmation_sent_at").doesNotContainKey("access_token");
    String login = "{'phone':'491511002','password':'correct horse'}";
    assertRefused(
        400,
        ErrorCode.PHONE_NOT_CONFIRMED,
        () -> flows.auth.passwordGrant.login(body(login), ANYBODY));
    verify("sms", "491511002", lastMessage().getString("otp"));

    assertThat(flows.auth.passwordGrant.login(body(login), ANYBODY).json())
        .containsKey("access_token");
    JsonObject fake =
        flows.auth.signup.signup(body("{'phone':'+491511002','password':'other horse'}"), ANYBODY);
    assertThat(fake.getString("id")).isNotEqualTo(user.getString("id"));
    assertThat(fake.getJsonArray("identities")).isEmpty();
  }

  @Test
  void withAutoconfirmThereIsASessionAtOnce() {
    FlowFixture open = with(Map.of("GOTRUE_SMS_AUTOCONFIRM", "true"));
    String form = "{'phone':'+491511003','password':'correct horse'}";

    assertThat(open.auth.signup.signup(body(form), ANYBODY)).containsKey("access_token");
    assertRefused(
        422, ErrorCode.USER_ALREADY_EXISTS, () -> open.auth.signup.signup(body(form), ANYBODY));
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aNewNumberIsConfirmedByItsOwnCode() {
    JsonObject session = flows.confirmed("phone@example.org");
    assertThat(flows.update(session, "{'phone':'+491511004'}").getString("new_phone"))
        .isEqualTo("491511004");
    assertThat(lastMessage().getString("sms_type")).isEqualTo("phone_change");
    String code = lastMessage().getString("otp");
    assertRefused(403, ErrorCode.OTP_EXPIRED, () -> verify("phone_change", "491519999", code));

    JsonObject user = verify("phone_change", "491511004", code).getJsonObject("user");
    assertThat(user.getString("phone")).isEqualTo("491511004");
    assertThat(user.getJsonArray("identities")).hasSize(2);
  }

  @Test
  void aTextedCodeConfirmsNoAddress() {
    otp(flows, "{'phone':'491511005'}");
    database.execute(
        "update auth.users set email = 'claimed@example.org' where phone = '491511005'");
    String hash =
        database
            .query("select confirmation_token from auth.users where phone = '491511005'")
            .get(0);

    assertRefused(403, ErrorCode.OTP_EXPIRED, () -> flows.verifyHash("signup", hash));
    assertRefused(403, ErrorCode.OTP_EXPIRED, () -> flows.verifyHash("email", hash));
  }

  @Test
  void aTextedCodeExpiresSooner() {
    otp(flows, "{'phone':'491511006'}");
    database.execute(
        "update auth.one_time_tokens set created_at = created_at - interval '61 seconds'"
            + " where relates_to = '491511006'");

    assertRefused(
        403,
        ErrorCode.OTP_EXPIRED,
        () -> verify("sms", "491511006", lastMessage().getString("otp")));
  }

  @Test
  void betweenTwoMessagesThereIsAGap() {
    FlowFixture patient = with(Map.of("GOTRUE_SMS_MAX_FREQUENCY", "60"));
    otp(patient, "{'phone':'491511007'}");

    assertRefused(
        429, ErrorCode.OVER_SMS_SEND_RATE_LIMIT, () -> otp(patient, "{'phone':'491511007'}"));
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aMessageIsSentAgainAsLongAsItIsNeeded() {
    otp(flows, "{'phone':'491511008'}");
    flows.phones.resend("sms", "491511008", ANYBODY);
    assertThat(server.asked()).hasSize(2);
    verify("sms", "491511008", lastMessage().getString("otp"));
    flows.phones.resend("sms", "491511008", ANYBODY);
    flows.phones.resend("phone_change", "491511008", ANYBODY);
    flows.phones.resend("sms", "491510000", ANYBODY);

    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'phone':'nonsense'} | 400 | VALIDATION_FAILED",
        "{'phone':'+0123'} | 400 | VALIDATION_FAILED",
        "{'phone':'4915112345678901234'} | 400 | VALIDATION_FAILED",
        "{'phone':7} | 400 | BAD_JSON",
        "{'phone':'49151','channel':'pigeon'} | 400 | VALIDATION_FAILED"
      })
  void badNumbersAreRefused(String json, int status, ErrorCode code) {
    assertRefused(status, code, () -> otp(flows, json));
  }

  @Test
  void whatIsOffIsOff() {
    FlowFixture off = with(Map.of("GOTRUE_EXTERNAL_PHONE_ENABLED", "false"));

    assertRefused(400, ErrorCode.PHONE_PROVIDER_DISABLED, () -> otp(off, "{'phone':'491511009'}"));
    assertRefused(
        422,
        ErrorCode.OTP_DISABLED,
        () -> flows.phones.signIn(body("{'phone':'491511010'}"), false, ANYBODY));
    FlowFixture mute = new FlowFixture(database, Map.of("GOTRUE_EXTERNAL_PHONE_ENABLED", "true"));
    assertRefused(400, ErrorCode.SMS_SEND_FAILED, () -> otp(mute, "{'phone':'491511011'}"));
  }
}
