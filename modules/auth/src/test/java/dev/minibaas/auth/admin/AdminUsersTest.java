package dev.minibaas.auth.admin;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.PASSWORD;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.AuthFixture.call;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.user.User;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.Tokens;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class AdminUsersTest {
  private final TestDatabase database;
  private final AuthFixture auth;
  private final AdminUsers admin;

  AdminUsersTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
    this.admin =
        new AdminUsers(
            auth.config, auth.transactions, auth.passwords, auth.seams.audit(), Clock.systemUTC());
  }

  private User create(String json) {
    return admin.create(ADMIN, body(json));
  }

  @Test
  void onlyAdministratorsMay() {
    JsonObject session = auth.newUser("nobody@example.org");
    Call silent = new Call(ANYBODY.caller(), false, ANYBODY.audience(), ANYBODY.origin());

    assertRefused(401, ErrorCode.NO_AUTHORIZATION, () -> admin.get(silent, "x"));
    assertRefused(403, ErrorCode.NOT_ADMIN, () -> admin.get(ANYBODY, "x"));
    assertRefused(
        403, ErrorCode.NOT_ADMIN, () -> admin.get(call(session.getString("access_token")), "x"));
    String id = session.getJsonObject("user").getString("id");
    assertThat(admin.get(call(Tokens.ofTests().serviceRole()), id).email())
        .isEqualTo("nobody@example.org");
  }

  @Test
  void aConfirmedUserCanLogInAtOnce() {
    User user =
        create(
            "{'email':'Made@example.org','password':'correct horse','email_confirm':true,"
                + "'user_metadata':{'name':'Made'},'app_metadata':{'plan':'gold'},"
                + "'id':'11111111-2222-4333-8444-555555555555'}");

    assertThat(user.id()).isEqualTo(UUID.fromString("11111111-2222-4333-8444-555555555555"));
    assertThat(user.appMetadata())
        .hasToString("{\"plan\":\"gold\",\"provider\":\"email\",\"providers\":[\"email\"]}");
    assertThat(user.userMetadata().getString("name")).isEqualTo("Made");
    assertThat(user.identities()).hasSize(1);
    assertThat(auth.login("made@example.org")).containsKey("access_token");
  }

  @Test
  void withoutConfirmationTheUserWaits() {
    create("{'email':'waits@example.org','password':'correct horse','phone':'+49 151 1234567'}");

    assertRefused(400, ErrorCode.EMAIL_NOT_CONFIRMED, () -> auth.login("waits@example.org"));
    assertThat(database.query("select phone from auth.users where email like 'waits@%'"))
        .containsExactly("491511234567");
  }

  @Test
  void aHashIsTakenAsItIs() {
    create(
        "{'email':'hash@example.org','email_confirm':true,'password_hash':'"
            + auth.passwords.hash(PASSWORD)
            + "'}");

    assertThat(auth.login("hash@example.org")).containsKey("access_token");
  }

  @Test
  void withoutAPasswordNobodyLogsIn() {
    create("{'email':'none@example.org','email_confirm':true}");

    assertRefused(
        400,
        ErrorCode.INVALID_CREDENTIALS,
        () -> auth.passwordGrant.login(body("{'email':'none@example.org'}"), ANYBODY));
  }

  @Test
  void anUpdateChangesWhatItNames() {
    JsonObject session = auth.newUser("update@example.org");
    String id = session.getJsonObject("user").getString("id");
    User user =
        admin.update(
            ADMIN,
            id,
            body(
                "{'email':'updated@example.org','role':'boss','app_metadata':{'plan':'gold'},"
                    + "'user_metadata':{'x':1},'email_confirm':true}"));

    assertThat(user.email()).isEqualTo("updated@example.org");
    assertThat(user.role()).isEqualTo("boss");
    assertThat(user.appMetadata()).containsKeys("plan", "provider");
    assertThat(user.identities().get(0).email()).isEqualTo("updated@example.org");
    assertThat(auth.bearers.of(call(session.getString("access_token"))).session()).isNotNull();
  }

  @Test
  void aNewPasswordEndsAllSessions() {
    JsonObject session = auth.newUser("reset@example.org");
    admin.update(
        ADMIN,
        session.getJsonObject("user").getString("id"),
        body("{'password':'battery staple'}"));

    assertRefused(
        403,
        ErrorCode.SESSION_NOT_FOUND,
        () -> auth.bearers.of(call(session.getString("access_token"))));
  }

  @Test
  void aBanHasAnEnd() {
    String id = auth.newUser("ban@example.org").getJsonObject("user").getString("id");

    User banned = admin.update(ADMIN, id, body("{'ban_duration':'24h'}"));
    assertThat(banned.isBanned(Instant.now().plusSeconds(3600))).isTrue();
    assertRefused(400, ErrorCode.USER_BANNED, () -> auth.login("ban@example.org"));

    User free = admin.update(ADMIN, id, body("{'ban_duration':'none'}"));
    assertThat(free.json()).doesNotContainKey("banned_until");
    assertThat(auth.login("ban@example.org")).containsKey("access_token");
  }

  @Test
  void aDeletedUserIsGone() {
    JsonObject session = auth.newUser("delete@example.org");
    String id = session.getJsonObject("user").getString("id");
    admin.delete(ADMIN, id, body("{}"));

    assertRefused(404, ErrorCode.USER_NOT_FOUND, () -> admin.get(ADMIN, id));
    assertRefused(
        403,
        ErrorCode.USER_NOT_FOUND,
        () -> auth.bearers.of(call(session.getString("access_token"))));
    assertThat(auth.newUser("delete@example.org")).containsKey("access_token");
  }

  @Test
  void aSoftlyDeletedUserIsUnrecognisable() {
    JsonObject session = auth.newUser("soft@example.org");
    String id = session.getJsonObject("user").getString("id");
    admin.delete(ADMIN, id, body("{'should_soft_delete':true}"));
    admin.delete(ADMIN, id, body("{'should_soft_delete':true}"));

    JsonObject user = admin.get(ADMIN, id).json();
    assertThat(user).containsKey("deleted_at");
    assertThat(user.toString()).doesNotContain("soft@example.org");
    assertThat(auth.newUser("soft@example.org")).containsKey("access_token");
  }

  @Test
  void theListHasPages() {
    for (int i = 0; i < 5; i++) {
      create(
          "{'email':'page%d@listed.example','user_metadata':{'full_name':'A_%d'}}".formatted(i, i));
    }
    UserPage page = admin.list(ADMIN, PageRequest.of("2", "2", "@listed.example", ""));

    assertThat(page.total()).isEqualTo(5);
    assertThat(page.users())
        .extracting(User::email)
        .containsExactly("page2@listed.example", "page1@listed.example");
    assertThat(page.links("/admin/users"))
        .isEqualTo(
            "</admin/users?page=3&per_page=2>; rel=\"next\","
                + " </admin/users?page=3&per_page=2>; rel=\"last\"");
    assertThat(admin.list(ADMIN, PageRequest.of("", "", "A_3", "")).users()).hasSize(1);
    assertThat(admin.list(ADMIN, PageRequest.of("", "", "%", "")).users()).isEmpty();
    assertThat(
            admin.list(ADMIN, PageRequest.of("", "1", "@listed.example", "created_at asc")).users())
        .extracting(User::email)
        .isEqualTo(List.of("page0@listed.example"));
  }

  @ParameterizedTest
  @CsvSource({"x,,", "0x1,,", ",0,", "-1,,", ",,email asc", ",,created_at; drop table x"})
  void badPagesAreInvalid(String page, String perPage, String sort) {
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () -> PageRequest.of(text(page), text(perPage), "", text(sort)));
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | VALIDATION_FAILED",
        "{'email':'bad'} | 400 | VALIDATION_FAILED",
        "{'phone':'bad'} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','password':'weak'} | 422 | WEAK_PASSWORD",
        "{'email':'bad@example.org','id':'bad'} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','id':'00000000-0000-0000-0000-000000000000'} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','password_hash':'bad'} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','ban_duration':'bad'} | 400 | VALIDATION_FAILED",
        "{'email':'bad@example.org','email_confirm':'yes'} | 400 | BAD_JSON",
        "{'email':'bad@example.org','app_metadata':[]} | 400 | BAD_JSON",
        "{'email':'taken@example.org'} | 422 | EMAIL_EXISTS"
      })
  void badInputIsRefusedAndWritesNothing(String json, int status, ErrorCode code) {
    database.execute(
        "insert into auth.users (instance_id, id, aud, role, email)"
            + "values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',"
            + "'authenticated', 'taken@example.org') on conflict do nothing"
            + "");

    assertRefused(status, code, () -> create(json));
    assertThat(database.query("select email from auth.users where email like 'bad@%'")).isEmpty();
  }

  @Test
  void anIdIsAUuid() {
    assertRefused(404, ErrorCode.VALIDATION_FAILED, () -> admin.get(ADMIN, "17"));
    assertRefused(
        404, ErrorCode.USER_NOT_FOUND, () -> admin.get(ADMIN, UUID.randomUUID().toString()));
  }

  @Test
  void anAddressIsTakenAlsoForAdministrators() {
    auth.newUser("first@example.org");
    String id = auth.newUser("second@example.org").getJsonObject("user").getString("id");

    assertRefused(
        422,
        ErrorCode.EMAIL_EXISTS,
        () -> admin.update(ADMIN, id, body("{'email':'first@example.org'}")));
  }
}
