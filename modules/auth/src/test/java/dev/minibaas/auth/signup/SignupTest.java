package dev.minibaas.auth.signup;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.PASSWORD;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.AuthFixture.credentials;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class SignupTest {
  private final TestDatabase database;
  private final AuthFixture auth;
  private final AuthFixture confirming;

  SignupTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
    this.confirming =
        new AuthFixture(
            database, Map.of("GOTRUE_MAILER_AUTOCONFIRM", "false", "AUTH_PASSWORD_WAITING", "99"));
  }

  private long usersWith(String email) {
    return Long.parseLong(
        database.query("select count(*) from auth.users where email = '" + email + "'").get(0));
  }

  @Test
  void withAutoconfirmTheAnswerIsASession() {
    JsonObject session =
        auth.signup.signup(
            body(
                """
                {'email':'Ann@Example.org','password':'correct horse',
                 'data':{'name':'Ann','n':[1,{'x':null}],'email':'forged@example.org'}}\
                """),
            ANYBODY);

    assertThat(session.keySet())
        .containsExactlyInAnyOrder(
            "access_token", "token_type", "expires_in", "expires_at", "refresh_token", "user");
    assertThat(session.getString("token_type")).isEqualTo("bearer");
    assertThat(session.getInt("expires_in")).isEqualTo(3600);
    assertThat(session.getString("refresh_token")).matches("[a-z0-9]{12}");
    JsonObject user = session.getJsonObject("user");
    assertThat(user.keySet())
        .containsExactlyInAnyOrder(
            "id",
            "aud",
            "role",
            "email",
            "email_confirmed_at",
            "phone",
            "confirmed_at",
            "last_sign_in_at",
            "app_metadata",
            "user_metadata",
            "identities",
            "created_at",
            "updated_at",
            "is_anonymous");
    assertThat(user.getString("email")).isEqualTo("ann@example.org");
    assertThat(user.getString("phone")).isEmpty();
    assertThat(user.getString("role")).isEqualTo("authenticated");
    assertThat(user.getJsonObject("app_metadata"))
        .hasToString("{\"provider\":\"email\",\"providers\":[\"email\"]}");
    assertThat(user.getJsonObject("user_metadata").getString("name")).isEqualTo("Ann");
    assertThat(user.getJsonObject("user_metadata").getString("email")).isEqualTo("ann@example.org");
    assertThat(user.getJsonObject("user_metadata").getBoolean("email_verified")).isTrue();
  }

  @Test
  void theIdentityIsGotrues() {
    JsonObject user = auth.newUser("identity@example.org").getJsonObject("user");
    JsonObject identity = user.getJsonArray("identities").getJsonObject(0);

    assertThat(identity.keySet())
        .containsExactlyInAnyOrder(
            "identity_id",
            "id",
            "user_id",
            "identity_data",
            "provider",
            "last_sign_in_at",
            "created_at",
            "updated_at",
            "email");
    assertThat(identity.getString("id")).isEqualTo(user.getString("id"));
    assertThat(identity.getString("user_id")).isEqualTo(user.getString("id"));
    assertThat(identity.getString("provider")).isEqualTo("email");
    assertThat(identity.getJsonObject("identity_data").keySet())
        .containsExactlyInAnyOrder("sub", "email", "email_verified", "phone_verified");
  }

  @Test
  void aTakenAddressIsTaken() {
    auth.newUser("taken@example.org");

    assertRefused(422, ErrorCode.USER_ALREADY_EXISTS, () -> auth.newUser("Taken@example.org"));
    assertThat(usersWith("taken@example.org")).isEqualTo(1);
  }

  @Test
  void ofSixteenAtOnceOneGetsTheAddress() {
    List<CompletableFuture<JsonObject>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < 16; i++) {
        calls.add(CompletableFuture.supplyAsync(() -> auth.newUser("race@example.org"), threads));
      }
    }

    assertThat(calls.stream().filter(call -> !call.isCompletedExceptionally())).hasSize(1);
    assertThat(calls.stream().filter(CompletableFuture::isCompletedExceptionally))
        .allSatisfy(call ->
            assertThat(call.exceptionNow())
                .isInstanceOfSatisfying(
                    AuthFailure.class,
                    failure ->
                        assertThat(failure.code()).isEqualTo(ErrorCode.USER_ALREADY_EXISTS)));
    assertThat(usersWith("race@example.org")).isEqualTo(1);
    assertThat(database.query("select count(*) from auth.identities where email like 'race@%'"))
        .containsExactly("1");
  }

  @Test
  void withoutAutoconfirmTheAnswerIsTheBareUser() {
    JsonObject user = confirming.newUser("bare@example.org");

    assertThat(user.keySet())
        .contains("id", "confirmation_sent_at", "identities")
        .doesNotContain("access_token", "email_confirmed_at", "confirmed_at", "last_sign_in_at");
    assertThat(
            database.query(
                """
                select t.token_hash = u.confirmation_token and length(t.token_hash) = 56
                from auth.one_time_tokens t join auth.users u on u.id = t.user_id
                where t.relates_to = 'bare@example.org' and t.token_type = 'confirmation_token'
                """))
        .containsExactly("t");
    assertRefused(400, ErrorCode.EMAIL_NOT_CONFIRMED, () -> confirming.login("bare@example.org"));
  }

  @Test
  void withoutAutoconfirmNobodyLearnsWhoHasAnAccount() {
    String id = auth.newUser("secret@example.org").getJsonObject("user").getString("id");

    JsonObject fresh = confirming.newUser("fresh@example.org");
    JsonObject fake = confirming.newUser("secret@example.org");

    assertThat(fake.keySet()).isEqualTo(fresh.keySet());
    assertThat(fake.getString("id")).isNotEqualTo(id);
    assertThat(fake.getJsonArray("identities")).isEmpty();
    assertThat(fake.getJsonObject("user_metadata").keySet())
        .isEqualTo(fresh.getJsonObject("user_metadata").keySet());
    assertThat(usersWith("secret@example.org")).isEqualTo(1);
  }

  @Test
  void anUnconfirmedUserIsAskedAgainButNotChanged() {
    AuthFixture impatient =
        new AuthFixture(
            database,
            Map.of("GOTRUE_MAILER_AUTOCONFIRM", "false", "GOTRUE_SMTP_MAX_FREQUENCY", "0"));
    JsonObject first = impatient.newUser("again@example.org");
    JsonObject second =
        impatient.signup.signup(credentials("again@example.org", "another password"), ANYBODY);

    assertThat(second.getString("id")).isEqualTo(first.getString("id"));
    assertRefused(
        429, ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT, () -> confirming.newUser("again@example.org"));
    assertRefused(
        400,
        ErrorCode.INVALID_CREDENTIALS,
        () ->
            auth.passwordGrant.login(
                credentials("again@example.org", "another password"), ANYBODY));
  }

  @Test
  void anUnconfirmedUserOpensToItsPasswordOnlyOnceConfirmationIsOff() {
    confirming.newUser("pending@example.org");

    assertRefused(
        422,
        ErrorCode.USER_ALREADY_EXISTS,
        () -> auth.signup.signup(credentials("pending@example.org", "not my account"), ANYBODY));
    assertThat(auth.newUser("pending@example.org").getString("access_token")).isNotEmpty();
  }

  @Test
  void anonymousUsersAreOffUnlessSwitchedOn() {
    assertRefused(
        422, ErrorCode.ANONYMOUS_PROVIDER_DISABLED, () -> auth.signup.signup(body("{}"), ANYBODY));

    AuthFixture open =
        new AuthFixture(database, Map.of("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true"));
    JsonObject user = open.signup.signup(body("{'data':{'a':1}}"), ANYBODY).getJsonObject("user");
    assertThat(user.getBoolean("is_anonymous")).isTrue();
    assertThat(user.getString("email")).isEmpty();
    assertThat(user.getJsonArray("identities")).isEmpty();
    assertThat(user.getJsonObject("user_metadata")).hasToString("{\"a\":1}");
  }

  @Test
  void signupCanBeSwitchedOff() {
    AuthFixture closed = new AuthFixture(database, Map.of("GOTRUE_DISABLE_SIGNUP", "true"));
    AuthFixture noMail =
        new AuthFixture(database, Map.of("GOTRUE_EXTERNAL_EMAIL_ENABLED", "false"));

    assertRefused(422, ErrorCode.SIGNUP_DISABLED, () -> closed.newUser("off@example.org"));
    assertRefused(400, ErrorCode.EMAIL_PROVIDER_DISABLED, () -> noMail.newUser("off@example.org"));
    assertThat(usersWith("off@example.org")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'email':'bad@example.org'} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','password':''} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','password':null} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','password':'weak'} | 422 | WEAK_PASSWORD",
        "{'email':'not an address','password':'correct horse'} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','phone':'4915112345','password':'correct horse'} | 400 | VALIDATION_FAILED",
        "{'phone':'4915112345','password':'correct horse'} | 400 | PHONE_PROVIDER_DISABLED",
        "{'email':17,'password':'correct horse'} | 400 | BAD_JSON",
        "{'email':'bad@example.org','password':['correct horse']} | 400 | BAD_JSON",
        "{'email':'bad@example.org','password':'correct horse','data':'text'} | 400 | BAD_JSON"
      })
  void badInputIsRefusedAndWritesNothing(String json, int status, ErrorCode code) {
    long before = Long.parseLong(database.query("select count(*) from auth.users").get(0));

    assertRefused(status, code, () -> auth.signup.signup(body(json), ANYBODY));
    assertThat(database.query("select count(*) from auth.users"))
        .containsExactly(Long.toString(before));
  }

  @Test
  void dataThatNoTokenCouldCarryIsRefused() {
    String json =
        "{'email':'big@example.org','password':'correct horse','data':{'a':'%s','b':'%s'}}"
            .formatted("x".repeat(4096), "y".repeat(4096));

    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> auth.signup.signup(body(json), ANYBODY));
    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> confirming.signup.signup(body(json), ANYBODY));
    assertThat(usersWith("big@example.org")).isZero();
  }

  @Test
  void metacharactersAreData() {
    String hostile = "'; drop table auth.users; -- ${jndi:x} {{.Token}} <b>%s</b>";
    JsonObject session =
        auth.signup.signup(
            dev.minibaas.auth.request.RequestBody.of(
                jakarta.json.Json.createObjectBuilder()
                    .add("email", "o'brien+{{.token}}@example.org".replace("{{.token}}", "x"))
                    .add("password", PASSWORD + "'; --")
                    .add("data", jakarta.json.Json.createObjectBuilder().add("name", hostile))
                    .build()
                    .toString()),
            ANYBODY);

    JsonObject user = session.getJsonObject("user");
    assertThat(user.getString("email")).isEqualTo("o'brien+x@example.org");
    assertThat(user.getJsonObject("user_metadata").getString("name")).isEqualTo(hostile);
  }
}
