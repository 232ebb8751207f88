package dev.minibaas.auth.admin;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.AuthFixture.credentials;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class InvitationTest {
  private final TestDatabase database;
  private final AuthFixture auth;
  private final Invitation invitation;
  private final GeneratedLink link;

  InvitationTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database, Map.of("AUTH_PASSWORD_WAITING", "99"));
    Clock clock = Clock.systemUTC();
    this.invitation = new Invitation(auth.config, auth.transactions, auth.seams, clock);
    this.link =
        new GeneratedLink(auth.config, auth.transactions, auth.passwords, auth.seams, clock);
  }

  private JsonObject invite(String json) {
    return invitation.invite(body(json), ADMIN, Referrer.NONE).json();
  }

  private JsonObject generate(String json) {
    return link.generate(body(json), ADMIN, Referrer.NONE);
  }

  @Test
  void whoIsInvitedGetsAnAccountAndAMail() {
    JsonObject user = invite("{'email':'Guest@example.org','data':{'team':'a'}}");

    assertThat(user.getString("email")).isEqualTo("guest@example.org");
    assertThat(user)
        .containsKeys("invited_at", "confirmation_sent_at")
        .doesNotContainKey("email_confirmed_at");
    assertThat(user.getJsonObject("user_metadata").getString("team")).isEqualTo("a");
    assertThat(
            database.query(
                "select subject from minibaas_auth.mail_outbox"
                    + " where recipient = 'guest@example.org'"))
        .containsExactly("You are invited");
    assertRefused(
        400,
        ErrorCode.INVALID_CREDENTIALS,
        () -> auth.passwordGrant.login(credentials("guest@example.org", "x"), ANYBODY));
    assertThat(invite("{'email':'guest@example.org'}").getString("id"))
        .isEqualTo(user.getString("id"));
  }

  @Test
  void whoIsHereAlreadyIsNot() {
    auth.newUser("here@example.org");

    assertRefused(422, ErrorCode.EMAIL_EXISTS, () -> invite("{'email':'here@example.org'}"));
    for (String type : new String[] {"invite", "signup"}) {
      assertRefused(
          422,
          ErrorCode.EMAIL_EXISTS,
          () ->
              generate("{'type':'" + type + "','email':'here@example.org','password':'12345678'}"));
    }
  }

  @Test
  void aLinkIsFlatAndWorks() {
    JsonObject answer =
        generate(
            "{'type':'signup','email':'linked@example.org','password':'correct horse',"
                + "'redirect_to':'http://localhost:3000/welcome','data':{'a':1}}");

    assertThat(answer.getString("email")).isEqualTo("linked@example.org");
    assertThat(answer.getString("verification_type")).isEqualTo("signup");
    assertThat(answer.getString("redirect_to")).isEqualTo("http://localhost:3000/welcome");
    assertThat(answer.getString("email_otp")).matches("[0-9]{6}");
    assertThat(answer.getString("action_link"))
        .isEqualTo(
            "http://localhost:8000/auth/v1/verify?token="
                + answer.getString("hashed_token")
                + "&type=signup&redirect_to=http%3A%2F%2Flocalhost%3A3000%2Fwelcome");
    assertThat(
            database.query(
                "select confirmation_token from auth.users where email = 'linked@example.org'"))
        .containsExactly(answer.getString("hashed_token"));
    assertThat(
            database.query(
                "select 1 from minibaas_auth.mail_outbox where recipient = 'linked@example.org'"))
        .as("nothing is mailed")
        .isEmpty();
  }

  @Test
  void aMagicLinkOfTheUnknownIsASignup() {
    assertThat(
            generate("{'type':'magiclink','email':'unknown@example.org'}")
                .getString("verification_type"))
        .isEqualTo("signup");
    auth.newUser("known@example.org");
    assertThat(
            generate("{'type':'magiclink','email':'known@example.org'}")
                .getString("verification_type"))
        .isEqualTo("magiclink");
  }

  @Test
  void aChangeOfAddressHasTwoLinks() {
    auth.newUser("from@example.org");
    String form =
        "{'type':'email_change_%s','email':'from@example.org','new_email':'to@example.org'}";
    JsonObject current = generate(form.formatted("current"));
    JsonObject fresh = generate(form.formatted("new"));

    assertThat(current.getString("action_link")).contains("&type=email_change&");
    assertThat(fresh.getString("verification_type")).isEqualTo("email_change_new");
    assertThat(
            database.query(
                """
                select email_change_token_current || ' ' || email_change_token_new
                from auth.users where email = 'from@example.org'
                """))
        .containsExactly(current.getString("hashed_token") + " " + fresh.getString("hashed_token"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'recovery','email':'no@example.org'} | 404 | USER_NOT_FOUND",
        "{'type':'email_change_new','email':'no@example.org'} | 404 | USER_NOT_FOUND",
        "{'type':'nonsense','email':'no@example.org'} | 400 | VALIDATION_FAILED",
        "{'email':'no@example.org'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','email':'nonsense'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','email':'no@example.org'} | 400 | VALIDATION_FAILED",
        "{'type':'signup','email':'no@example.org','password':'x'} | 422 | WEAK_PASSWORD",
        "{'type':'signup','email':'no@example.org','password':7} | 400 | BAD_JSON"
      })
  void badWishesAreRefused(String json, int status, ErrorCode code) {
    assertRefused(status, code, () -> generate(json));
    assertThat(database.query("select 1 from auth.users where email = 'no@example.org'")).isEmpty();
  }

  @Test
  void aForeignRedirectIsTheSite() {
    assertThat(
            generate(
                    "{'type':'magiclink','email':'redirect@example.org',"
                        + "'redirect_to':'https://evil.example/'}")
                .getString("redirect_to"))
        .isEqualTo("http://localhost:3000");
  }

  @Test
  void nobodyElseInvites() {
    var user = AuthFixture.call(auth.newUser("pushy@example.org").getString("access_token"));

    assertRefused(
        403,
        ErrorCode.NOT_ADMIN,
        () -> invitation.invite(body("{'email':'x@example.org'}"), user, Referrer.NONE));
    assertRefused(
        403,
        ErrorCode.NOT_ADMIN,
        () ->
            link.generate(
                body("{'type':'magiclink','email':'pushy@example.org'}"), user, Referrer.NONE));
  }
}
