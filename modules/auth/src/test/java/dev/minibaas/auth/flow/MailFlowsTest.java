package dev.minibaas.auth.flow;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.PASSWORD;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.AuthFixture.credentials;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class MailFlowsTest {
  private final TestDatabase database;
  private final FlowFixture flows;

  MailFlowsTest(TestDatabase database) {
    this.database = database;
    this.flows = new FlowFixture(database, Map.of());
  }

  @Test
  void whoSignsUpConfirmsByTheCode() {
    flows.auth.newUser("code@example.org");
    FlowFixture.Mail mail = flows.lastMail("code@example.org");

    JsonObject session = flows.verifyCode("signup", "Code@example.org", mail.code());

    assertThat(session.getString("access_token")).isNotEmpty();
    JsonObject user = session.getJsonObject("user");
    assertThat(user).containsKeys("email_confirmed_at", "confirmed_at");
    assertThat(user.getJsonObject("user_metadata").getBoolean("email_verified")).isTrue();
    assertThat(
            user.getJsonArray("identities")
                .getJsonObject(0)
                .getJsonObject("identity_data")
                .getBoolean("email_verified"))
        .isTrue();
    assertThat(flows.auth.login("code@example.org")).containsKey("access_token");
    assertThat(flows.actions("code@example.org"))
        .containsExactly("user_confirmation_requested", "user_signedup", "login");
    assertRefused(
        403,
        ErrorCode.OTP_EXPIRED,
        () -> flows.verifyCode("signup", "code@example.org", mail.code()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"signup", "email", "invite"})
  void theHashOfTheLinkIsWorthTheSame(String type) {
    String email = "hash-" + type + "@example.org";
    flows.auth.newUser(email);

    assertThat(flows.verifyHash(type, flows.lastMail(email).hash())).containsKey("access_token");
  }

  @Test
  void ofManyWhoBringOneCodeOneGetsIn() {
    flows.auth.newUser("once@example.org");
    String code = flows.lastMail("once@example.org").code();
    List<CompletableFuture<JsonObject>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        calls.add(
            CompletableFuture.supplyAsync(
                () -> flows.verifyCode("signup", "once@example.org", code), threads));
      }
    }

    assertThat(calls.stream().filter(call -> !call.isCompletedExceptionally())).hasSize(1);
  }

  @Test
  void anUnknownAddressIsSignedUpByItsMagicLink() {
    flows.otp("{'email':'New@example.org','data':{'name':'New'}}");
    FlowFixture.Mail mail = flows.lastMail("new@example.org");

    assertThat(mail.subject()).startsWith("Confirm");
    JsonObject session = flows.verifyCode("email", "new@example.org", mail.code());
    assertThat(session.getJsonObject("user").getJsonObject("user_metadata").getString("name"))
        .isEqualTo("New");
    flows.otp("{'email':'new@example.org'}");
    assertThat(flows.lastMail("new@example.org").subject()).startsWith("Your sign-in");
    assertThat(flows.verifyHash("magiclink", flows.lastMail("new@example.org").hash()))
        .containsKey("access_token");
    assertRefused(
        400,
        ErrorCode.INVALID_CREDENTIALS,
        () -> flows.auth.passwordGrant.login(credentials("new@example.org", ""), ANYBODY));
  }

  @Test
  void withAutoconfirmAnUnknownAddressGetsTheMagicLinkAtOnce() {
    FlowFixture open = new FlowFixture(database, Map.of("GOTRUE_MAILER_AUTOCONFIRM", "true"));
    open.otp("{'email':'auto@example.org'}");

    assertThat(open.verifyHash("email", open.lastMail("auto@example.org").hash()))
        .containsKey("access_token");
  }

  @Test
  void whoProvesAnAddressDoesNotInheritAStrangersPassword() {
    flows.auth.newUser("victim@example.org");
    flows.otp("{'email':'victim@example.org'}");
    flows.verifyCode("email", "victim@example.org", flows.lastMail("victim@example.org").code());

    assertRefused(400, ErrorCode.INVALID_CREDENTIALS, () -> flows.auth.login("victim@example.org"));
  }

  @Test
  void aForgottenPasswordIsReplaced() {
    flows.confirmed("forgot@example.org");
    flows.recover("{'email':'Forgot@example.org'}");
    JsonObject session = flows.verifyHash("recovery", flows.lastMail("forgot@example.org").hash());
    flows.update(session, "{'password':'another horse'}");

    assertThat(
            flows
                .auth
                .passwordGrant
                .login(credentials("forgot@example.org", "another horse"), ANYBODY)
                .json())
        .containsKey("access_token");
    assertThat(flows.actions("forgot@example.org"))
        .contains("user_recovery_requested", "user_updated_password", "user_modified");
  }

  @Test
  void nobodyIsMailedAboutAnUnknownAddress() {
    flows.recover("{'email':'nobody@example.org'}");
    flows.asked.resend("signup", "nobody@example.org", ANYBODY, Referrer.NONE);
    flows.work();

    assertThat(flows.mails("nobody@example.org")).isEmpty();
    assertThat(database.query("select 1 from minibaas_auth.mail_requests")).isEmpty();
  }

  @Test
  void aConfirmationIsSentAgainAsLongAsItIsNeeded() {
    flows.auth.newUser("again@example.org");
    String first = flows.lastMail("again@example.org").code();
    flows.asked.resend("signup", "again@example.org", ANYBODY, Referrer.NONE);
    flows.work();
    assertThat(flows.mails("again@example.org")).hasSize(2);
    assertRefused(
        403,
        ErrorCode.OTP_EXPIRED,
        () ->
            flows.verifyCode("signup", "again@example.org", first.equals("000000") ? "1" : first));
    flows.verifyCode("signup", "again@example.org", flows.lastMail("again@example.org").code());
    flows.asked.resend("signup", "again@example.org", ANYBODY, Referrer.NONE);
    flows.work();

    assertThat(flows.mails("again@example.org")).hasSize(2);
  }

  @Test
  void theGapIsTheSameForKnownAndUnknown() {
    FlowFixture patient = new FlowFixture(database, Map.of("GOTRUE_SMTP_MAX_FREQUENCY", "60"));
    flows.confirmed("known-gap@example.org");
    database.execute("delete from minibaas_auth.mail_gaps");
    for (String email : List.of("known-gap@example.org", "unknown-gap@example.org")) {
      patient.recover("{'email':'" + email + "'}");
      assertRefused(
          429,
          ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
          () -> patient.recover("{'email':'" + email + "'}"));
      assertRefused(
          429,
          ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
          () -> patient.otp("{'email':'" + email + "'}"));
      patient.asked.resend("signup", email, ANYBODY, Referrer.NONE);
      assertRefused(
          429,
          ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
          () -> patient.asked.resend("signup", email, ANYBODY, Referrer.NONE));
    }
  }

  @Test
  void aRequestThatFailsWaitsBehindTheOthers(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("en"));
    Path broken = folder.resolve("en/recovery.txt");
    Files.writeString(broken, "{misspelt}");
    FlowFixture flawed =
        new FlowFixture(database, Map.of("AUTH_MAIL_TEMPLATES", folder.toString()));
    flawed.confirmed("first@example.org");
    flawed.asked.recover(body("{'email':'first@example.org'}"), ANYBODY, Referrer.NONE);
    flawed.asked.magicLink(body("{'email':'second@example.org'}"), true, ANYBODY, Referrer.NONE);
    flawed.work();
    flawed.work();
    assertThat(flawed.mails("first@example.org")).hasSize(1);
    assertThat(flawed.mails("second@example.org")).hasSize(1);

    Files.delete(broken);
    flawed.work();
    assertThat(flawed.mails("first@example.org")).hasSize(2);
    assertThat(database.query("select 1 from minibaas_auth.mail_requests")).isEmpty();
  }

  @Test
  void anExpiredCodeIsNone() {
    flows.auth.newUser("late@example.org");
    database.execute(
        "update auth.one_time_tokens set created_at = now() - interval '25 hours'"
            + " where relates_to = 'late@example.org'");
    String code = flows.lastMail("late@example.org").code();

    assertRefused(
        403, ErrorCode.OTP_EXPIRED, () -> flows.verifyCode("signup", "late@example.org", code));
    assertThat(flows.column("email_confirmed_at is null", "late@example.org")).isEqualTo("t");
  }

  @Test
  void aCodeIsOfItsAddressOnly() {
    flows.auth.newUser("mine@example.org");
    flows.auth.newUser("theirs@example.org");
    String theirs = flows.lastMail("theirs@example.org").code();

    assertRefused(
        403, ErrorCode.OTP_EXPIRED, () -> flows.verifyCode("signup", "mine@example.org", theirs));
    // the same text before the hash, cut elsewhere
    flows.auth.newUser("cut@example.org1");
    String code = flows.lastMail("cut@example.org1").code();
    assertRefused(
        403,
        ErrorCode.OTP_EXPIRED,
        () -> flows.verifyCode("signup", "cut@example.org", "1" + code));
  }

  @Test
  void aBannedUserStaysOut() {
    flows.auth.newUser("banned@example.org");
    database.execute(
        "update auth.users set banned_until = now() + interval '1 hour'"
            + " where email = 'banned@example.org'");
    String code = flows.lastMail("banned@example.org").code();

    assertRefused(
        403, ErrorCode.USER_BANNED, () -> flows.verifyCode("signup", "banned@example.org", code));
  }

  @Test
  void wherePeopleMayNotSignUpTheUnknownIsTold() {
    FlowFixture closed = new FlowFixture(database, Map.of("GOTRUE_DISABLE_SIGNUP", "true"));

    assertRefused(
        422, ErrorCode.SIGNUP_DISABLED, () -> closed.otp("{'email':'closed@example.org'}"));
    assertRefused(
        422,
        ErrorCode.OTP_DISABLED,
        () ->
            flows.asked.magicLink(
                body("{'email':'closed@example.org'}"), false, ANYBODY, Referrer.NONE));
    assertThat(database.query("select 1 from auth.users where email like 'closed@%'")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | VALIDATION_FAILED",
        "{'type':'signup'} | 400 | VALIDATION_FAILED",
        "{'token':'123456','email':'a@example.org'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','token':'1','token_hash':'2','email':'a@b.c'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','token_hash':'x','email':'a@example.org'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','token':'123456'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','token':'1','email':'a@b.c','phone':'49151'} | 400 | VALIDATION_FAILED",
        "{'type':'sms','token':'1','email':'a@example.org'} | 400 | VALIDATION_FAILED",
        "{'type':'sms','token_hash':'1'} | 400 | VALIDATION_FAILED",
        "{'type':'nonsense','token_hash':'1'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','token':1,'email':'a@example.org'} | 400 | BAD_JSON",
        "{'type':'signup','token':'1','email':'nonsense'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','token_hash':'''; drop table auth.users; --'} | 400 | BAD_JSON",
        "{'type':'signup','token_hash':'{{token}}%'} | 403 | OTP_EXPIRED",
        "{'type':'email_change','token_hash':'x'} | 403 | OTP_EXPIRED",
        "{'type':'recovery','token':'123456','email':'no@example.org'} | 403 | OTP_EXPIRED"
      })
  void whatProvesNothingIsRefused(String json, int status, ErrorCode code) {
    assertRefused(status, code, () -> flows.verify(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | VALIDATION_FAILED",
        "{'email':'nonsense'} | 400 | VALIDATION_FAILED",
        "{'email':7} | 400 | BAD_JSON",
        "{'email':'a@example.org','code_challenge':'short','code_challenge_method':'s256'}"
            + " | 400 | VALIDATION_FAILED",
        "{'email':'a@example.org','code_challenge_method':'s256'} | 400 | VALIDATION_FAILED",
        "{'email':'a@example.org','data':'x'} | 400 | BAD_JSON"
      })
  void badRequestsAreRefusedAndNothingIsNoted(String json, int status, ErrorCode code) {
    assertRefused(status, code, () -> flows.otp(json));
    if (!json.contains("data")) {
      assertRefused(status, code, () -> flows.recover(json));
    }
    assertThat(database.query("select 1 from minibaas_auth.mail_requests")).isEmpty();
  }

  @Test
  void metadataThatNoTokenCanCarryIsRefusedBeforeItIsNoted() {
    String data =
        "{'email':'big@example.org','data':{'x':'"
            + "y".repeat(4000)
            + "','z':'"
            + "y".repeat(4000)
            + "','w':'"
            + "y".repeat(400)
            + "'}}";

    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> flows.otp(data));
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () ->
            flows.auth.signup.signup(
                body(data.replace("'data'", "'password':'" + PASSWORD + "','data'")), ANYBODY));
    assertThat(database.query("select 1 from auth.users where email = 'big@example.org'"))
        .isEmpty();
  }

  @Test
  void aRepeatedSignupWritesNothingButItsEntry() {
    flows.confirmed("taken@example.org");
    String before = counts();
    JsonObject fake = flows.auth.newUser("taken@example.org");

    assertThat(fake.getString("email")).isEqualTo("taken@example.org");
    assertThat(fake.toString()).doesNotContain("phantom");
    assertThat(counts()).isEqualTo(before);
    assertThat(flows.actions("taken@example.org")).endsWith("user_repeated_signup");
    assertThat(flows.auth.login("taken@example.org")).containsKey("access_token");
  }

  private String counts() {
    return database
        .query(
            """
            select (select count(*) from auth.users) || ' ' || (select count(*) from auth.identities)
              || ' ' || (select count(*) from auth.one_time_tokens)
              || ' ' || (select count(*) from auth.flow_state)
              || ' ' || (select count(*) from minibaas_auth.mail_outbox)
              || ' ' || (select count(*) from public.users)
            """)
        .get(0);
  }
}
