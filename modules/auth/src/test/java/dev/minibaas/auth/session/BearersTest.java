package dev.minibaas.auth.session;

import static dev.minibaas.auth.AuthFixture.call;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.Tokens;
import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class BearersTest {
  private final TestDatabase database;
  private final AuthFixture auth;

  BearersTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  private static Call bearing(JsonObject session) {
    return call(session.getString("access_token"));
  }

  @Test
  void theTokenStandsForItsUserAndSession() {
    JsonObject session = auth.newUser("bearer@example.org");
    Bearer bearer = auth.bearers.of(bearing(session));

    assertThat(bearer.user().email()).isEqualTo("bearer@example.org");
    assertThat(bearer.session()).isNotNull();
    assertThat(bearer.user().json()).hasToString(session.getJsonObject("user").toString());
  }

  @Test
  void withoutATokenThereIsNobody() {
    Call anonymous = AuthFixture.ANYBODY;
    Call silent = new Call(anonymous.caller(), false, anonymous.audience(), anonymous.origin());

    assertRefused(401, ErrorCode.NO_AUTHORIZATION, () -> auth.bearers.of(silent));
  }

  @Test
  void aKeyIsNobody() {
    assertRefused(403, ErrorCode.BAD_JWT, () -> auth.bearers.of(call(Caller.ofRole(Caller.ANON))));
    assertRefused(
        403, ErrorCode.BAD_JWT, () -> auth.bearers.of(call(Tokens.ofTests().serviceRole())));
  }

  @Test
  void theSubjectIsAnExistingUser() {
    Tokens tokens = Tokens.ofTests();

    assertRefused(
        403, ErrorCode.USER_NOT_FOUND, () -> auth.bearers.of(call(tokens.user(UUID.randomUUID()))));
    assertRefused(
        400,
        ErrorCode.BAD_JWT,
        () -> auth.bearers.of(call(tokens.signed("{\"sub\":\"1-1-1-1-1\"}"))));
  }

  @Test
  void theSessionIsAnExistingOneOfTheUser() {
    JsonObject session = auth.newUser("own@example.org");
    String id = session.getJsonObject("user").getString("id");
    String other = AuthFixture.sessionId(auth.newUser("other@example.org"));
    Tokens tokens = Tokens.ofTests();

    assertRefused(
        403,
        ErrorCode.SESSION_NOT_FOUND,
        () ->
            auth.bearers.of(
                call(
                    tokens.signed("{\"sub\":\"%s\",\"session_id\":\"%s\"}".formatted(id, other)))));
    assertRefused(
        403,
        ErrorCode.BAD_JWT,
        () ->
            auth.bearers.of(
                call(tokens.signed("{\"sub\":\"%s\",\"session_id\":17}".formatted(id)))));
    assertThat(auth.bearers.of(call(tokens.signed("{\"sub\":\"%s\"}".formatted(id)))).session())
        .isNull();
  }

  @Test
  void aLogoutEndsAllSessionsOrOneOrTheOthers() {
    JsonObject first = auth.newUser("logout@example.org");
    JsonObject second = auth.login("logout@example.org");
    JsonObject third = auth.login("logout@example.org");

    auth.logout.logout(auth.bearers.of(bearing(first)), "local");
    assertRefused(403, ErrorCode.SESSION_NOT_FOUND, () -> auth.bearers.of(bearing(first)));

    auth.logout.logout(auth.bearers.of(bearing(second)), "others");
    assertRefused(403, ErrorCode.SESSION_NOT_FOUND, () -> auth.bearers.of(bearing(third)));
    assertThat(auth.bearers.of(bearing(second)).session()).isNotNull();

    auth.login("logout@example.org");
    auth.logout.logout(auth.bearers.of(bearing(second)), "");
    assertThat(
            database.query(
                """
                select count(*) from auth.sessions s join auth.users u on u.id = s.user_id
                where u.email = 'logout@example.org'
                """))
        .containsExactly("0");
  }

  @Test
  void anUnknownScopeIsInvalid() {
    Bearer bearer = auth.bearers.of(bearing(auth.newUser("scope@example.org")));

    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> auth.logout.logout(bearer, "everywhere"));
    assertThat(auth.login("scope@example.org")).isNotNull();
  }
}
