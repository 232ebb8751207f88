package dev.minibaas.auth.user;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.PASSWORD;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.AuthFixture.call;
import static dev.minibaas.auth.AuthFixture.credentials;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class UserUpdateTest {
  private final TestDatabase database;
  private final AuthFixture auth;

  UserUpdateTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  private static Call bearing(JsonObject session) {
    return call(session.getString("access_token"));
  }

  private static User update(AuthFixture auth, JsonObject session, String json) {
    Call call = bearing(session);
    return auth.userUpdate.update(body(json), auth.bearers.of(call), call);
  }

  @Test
  void dataIsMergedAndNullDeletes() {
    JsonObject session = auth.newUser("data@example.org");
    update(auth, session, "{'data':{'a':1,'b':{'x':1},'c':[1]}}");
    User user = update(auth, session, "{'data':{'a':2,'b':{'y':null},'c':null,'d':'new'}}");

    assertThat(user.userMetadata().get("a")).hasToString("2");
    assertThat(user.userMetadata().get("b")).hasToString("{\"y\":null}");
    assertThat(user.userMetadata()).doesNotContainKey("c").containsKeys("d", "email");
  }

  @Test
  void aNewPasswordEndsTheOtherSessionsAndPendingCodes() {
    JsonObject session = auth.newUser("password@example.org");
    JsonObject other = auth.login("password@example.org");
    database.execute(
        """
        update auth.users set recovery_token = 'x', recovery_sent_at = now()
        where email = 'password@example.org';
        insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
        select gen_random_uuid(), id, 'recovery_token', 'x', email from auth.users
        where email = 'password@example.org'
        """);

    update(auth, session, "{'password':'battery staple'}");

    assertRefused(403, ErrorCode.SESSION_NOT_FOUND, () -> auth.bearers.of(bearing(other)));
    assertThat(auth.bearers.of(bearing(session)).session()).isNotNull();
    assertRefused(400, ErrorCode.INVALID_CREDENTIALS, () -> auth.login("password@example.org"));
    assertThat(
            auth.passwordGrant
                .login(credentials("password@example.org", "battery staple"), ANYBODY)
                .json())
        .containsKey("access_token");
    assertThat(
            database.query(
                """
                select recovery_token || (select count(*) from auth.one_time_tokens t
                  where t.user_id = u.id) from auth.users u where email = 'password@example.org'
                """))
        .containsExactly("0");
  }

  @Test
  void theSamePasswordIsNoNewOne() {
    JsonObject session = auth.newUser("same@example.org");

    assertRefused(
        422,
        ErrorCode.SAME_PASSWORD,
        () -> update(auth, session, "{'password':'" + PASSWORD + "'}"));
  }

  @Test
  void aNewAddressIsPending() {
    AuthFixture confirming =
        new AuthFixture(database, Map.of("GOTRUE_MAILER_AUTOCONFIRM", "false"));
    JsonObject session = auth.newUser("stays@example.org");
    User user = update(confirming, session, "{'email':'wanted@example.org'}");

    assertThat(user.email()).isEqualTo("stays@example.org");
    assertThat(user.json().getString("new_email")).isEqualTo("wanted@example.org");
    assertThat(user.json()).containsKey("email_change_sent_at");
  }

  @Test
  void aTakenAddressIsTaken() {
    auth.newUser("owner@example.org");
    JsonObject session = auth.newUser("wants@example.org");

    assertRefused(
        422,
        ErrorCode.EMAIL_EXISTS,
        () -> update(auth, session, "{'email':'Owner@example.org','data':{'x':1}}"));
    assertThat(auth.bearers.of(bearing(session)).user().userMetadata()).doesNotContainKey("x");
  }

  @Test
  void anAnonymousUserBecomesPermanentByAnAddress() {
    AuthFixture open =
        new AuthFixture(database, Map.of("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true"));
    JsonObject session = open.signup.signup(body("{}"), ANYBODY);

    assertRefused(
        422,
        ErrorCode.VALIDATION_FAILED,
        () -> update(open, session, "{'password':'correct horse'}"));
    User user = update(open, session, "{'email':'known@example.org','password':'correct horse'}");
    assertThat(user.anonymous()).isFalse();
    assertThat(user.isEmailConfirmed()).isTrue();
    assertThat(user.appMetadata().getString("provider")).isEqualTo("email");
    assertThat(open.login("known@example.org")).containsKey("access_token");
  }

  @Test
  void withAVerifiedFactorItTakesMoreThanAPassword() {
    JsonObject session = auth.newUser("mfa@example.org");
    database.execute(
        """
        insert into auth.mfa_factors (
          id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
        select gen_random_uuid(), id, 'phone', 'totp', 'verified', now(), now(), 'S' from auth.users
        where email = 'mfa@example.org'
        """);

    assertRefused(
        401,
        ErrorCode.INSUFFICIENT_AAL,
        () -> update(auth, session, "{'password':'battery staple'}"));
    JsonObject factor =
        update(auth, session, "{'data':{'a':1}}").json().getJsonArray("factors").getJsonObject(0);
    assertThat(factor.keySet())
        .containsExactlyInAnyOrder(
            "id", "created_at", "updated_at", "status", "friendly_name", "factor_type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'app_metadata':{'role':'boss'}} | 403 | NOT_ADMIN",
        "{'password':'short'} | 422 | WEAK_PASSWORD",
        "{'password':''} | 422 | WEAK_PASSWORD",
        "{'email':'nonsense'} | 400 | VALIDATION_FAILED",
        "{'phone':'4915112345'} | 400 | PHONE_PROVIDER_DISABLED",
        "{'email':17} | 400 | BAD_JSON",
        "{'data':[1]} | 400 | BAD_JSON",
        "{'app_metadata':'x'} | 400 | BAD_JSON"
      })
  void badInputIsRefusedAndChangesNothing(String json, int status, ErrorCode code) {
    JsonObject session = auth.newUser("bad%d@example.org".formatted(json.hashCode()));

    assertRefused(status, code, () -> update(auth, session, json));
    assertThat(auth.bearers.of(bearing(session)).user().json())
        .hasToString(session.getJsonObject("user").toString());
  }

  @Test
  void aNumberThatTheDatabaseCannotHoldIsRefused() {
    JsonObject session = auth.newUser("number@example.org");
    Throwable failure =
        org.assertj.core.api.Assertions.catchThrowable(
            () -> update(auth, session, "{'data':{'n':1e200000}}"));

    assertThat(failure)
        .isInstanceOfSatisfying(
            dev.minibaas.auth.sql.DatabaseFailure.class,
            database -> assertThat(database.isBadValue()).isTrue());
  }
}
