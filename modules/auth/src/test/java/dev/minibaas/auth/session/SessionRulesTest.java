package dev.minibaas.auth.session;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For tokens of both kinds. */
@ExtendWith(PostgresExtension.class)
class SessionRulesTest {
  private final TestDatabase database;

  SessionRulesTest(TestDatabase database) {
    this.database = database;
  }

  private AuthFixture auth(int version, String... settings) {
    Map<String, String> all = new HashMap<>();
    all.put("GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION", Integer.toString(version));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new AuthFixture(database, all);
  }

  private static String tokenOf(JsonObject session) {
    return session.getString("refresh_token");
  }

  /** Moves the session into the past. */
  private void age(JsonObject session, String columns) {
    database.execute("update auth.sessions set " + columns + " where id = '" + id(session) + "'");
    database.execute(
        "update auth.refresh_tokens set updated_at = updated_at - interval '2 hours'"
            + " where session_id = '"
            + id(session)
            + "'");
  }

  private static String id(JsonObject session) {
    return AuthFixture.sessionId(session);
  }

  private static void assertOver(AuthFixture auth, JsonObject session) {
    assertRefused(400, ErrorCode.SESSION_EXPIRED, () -> auth.refresh(tokenOf(session)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTimeboxedSessionEndsHoweverActiveItIs(int version) {
    AuthFixture auth = auth(version, "GOTRUE_SESSIONS_TIMEBOX", "1h");
    JsonObject login = auth.newUser("timebox" + version + "@example.org");
    JsonObject second = auth.refresh(tokenOf(login));

    age(second, "created_at = now() - interval '2 hours'");

    assertOver(auth, second);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anInactiveSessionEnds(int version) {
    AuthFixture auth = auth(version, "GOTRUE_SESSIONS_INACTIVITY_TIMEOUT", "1h");
    JsonObject never = auth.newUser("inactive" + version + "@example.org");
    JsonObject once = auth.refresh(tokenOf(auth.login("inactive" + version + "@example.org")));
    JsonObject active = auth.refresh(tokenOf(auth.login("inactive" + version + "@example.org")));

    age(never, "created_at = now() - interval '2 hours'");
    age(once, "refreshed_at = refreshed_at - interval '2 hours'");
    age(active, "created_at = now() - interval '2 hours'");

    assertOver(auth, never);
    assertOver(auth, once);
    assertThat(tokenOf(auth.refresh(tokenOf(active)))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoHasASecondFactorMustShowItInTime(int version) {
    AuthFixture auth = auth(version, "GOTRUE_SESSIONS_ALLOW_LOW_AAL", "10m");
    JsonObject without = auth.newUser("one-factor" + version + "@example.org");
    JsonObject with = auth.newUser("two-factor" + version + "@example.org");
    database.execute(
        """
        insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
        select gen_random_uuid(), id, 'totp', 'verified', now(), now() from auth.users
        where email = 'two-factor%d@example.org'
        """
            .formatted(version));
    age(without, "created_at = now() - interval '1 hour'");
    JsonObject early = auth.refresh(tokenOf(with));
    age(early, "created_at = now() - interval '1 hour'");

    assertThat(tokenOf(auth.refresh(tokenOf(without)))).isNotEmpty();
    assertOver(auth, early);
    database.execute("update auth.sessions set aal = 'aal2' where id = '" + id(early) + "'");
    assertThat(tokenOf(auth.refresh(tokenOf(early)))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theSessionUsedLastIsTheOnlyOne(int version) {
    AuthFixture auth = auth(version, "GOTRUE_SESSIONS_SINGLE_PER_USER", "true");
    String email = "single" + version + "@example.org";
    JsonObject older = auth.newUser(email);
    JsonObject newer = auth.login(email);
    JsonObject stranger = auth.newUser("other-" + email);

    assertOver(auth, older);
    assertThat(tokenOf(auth.refresh(tokenOf(newer)))).isNotEmpty();
    assertThat(tokenOf(auth.refresh(tokenOf(stranger)))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sessionsOfDifferentTagsDoNotEndEachOther(int version) {
    AuthFixture auth =
        auth(version, "GOTRUE_SESSIONS_SINGLE_PER_USER", "true", "GOTRUE_SESSIONS_TAGS", "web,app");
    String email = "tags" + version + "@example.org";
    JsonObject web = auth.newUser(email);
    JsonObject app = auth.login(email);
    database.execute("update auth.sessions set tag = 'app' where id = '" + id(app) + "'");

    assertThat(tokenOf(auth.refresh(tokenOf(web)))).isNotEmpty();
    assertThat(tokenOf(auth.refresh(tokenOf(app)))).isNotEmpty();
    // an unknown tag counts as the first
    database.execute("update auth.sessions set tag = 'tv' where id = '" + id(app) + "'");
    assertOver(auth, web);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aBannedUserGetsNoMoreTokens(int version) {
    AuthFixture auth = auth(version);
    JsonObject login = auth.newUser("ban" + version + "@example.org");
    database.execute(
        "update auth.users set banned_until = now() + interval '1 hour' where email = 'ban"
            + version
            + "@example.org'");

    assertRefused(400, ErrorCode.USER_BANNED, () -> auth.refresh(tokenOf(login)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSsoSessionNamesItsProvider(int version) {
    AuthFixture auth = auth(version);
    String email = "sso" + version + "@example.org";
    JsonObject login = auth.newUser(email);
    database.execute(
        "update auth.mfa_amr_claims set authentication_method = 'sso/saml' where session_id = '"
            + id(login)
            + "'");
    database.execute(
        "update auth.identities set provider = 'sso:0b1c' where email = '" + email + "'");

    JsonObject refreshed = auth.refresh(tokenOf(login));

    assertThat(AuthFixture.call(refreshed.getString("access_token")).caller().claims().get("amr"))
        .asString()
        .contains("provider=0b1c");
  }
}
