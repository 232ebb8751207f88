package dev.minibaas.auth.session;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.PASSWORD;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.AuthFixture.credentials;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class PasswordGrantTest {
  private final TestDatabase database;
  private final AuthFixture auth;

  PasswordGrantTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  @Test
  void theTokenSaysWhatTheContractSays() throws Exception {
    JsonObject user = auth.newUser("claims@example.org").getJsonObject("user");
    JsonObject session = auth.login("Claims@Example.org");
    SignedJWT token = SignedJWT.parse(session.getString("access_token"));
    JsonObject claims =
        Json.createReader(new StringReader(token.getPayload().toString())).readObject();

    assertThat(token.getHeader().toString()).isEqualTo("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");
    assertThat(claims.keySet())
        .containsExactlyInAnyOrder(
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "email",
            "phone",
            "app_metadata",
            "user_metadata",
            "role",
            "aal",
            "amr",
            "session_id",
            "is_anonymous");
    assertThat(claims.getString("iss")).isEqualTo("http://localhost:8000/auth/v1");
    assertThat(claims.getString("sub")).isEqualTo(user.getString("id"));
    assertThat(claims.getString("aud")).isEqualTo("authenticated");
    assertThat(claims.getString("email")).isEqualTo("claims@example.org");
    assertThat(claims.getString("phone")).isEmpty();
    assertThat(claims.getString("role")).isEqualTo("authenticated");
    assertThat(claims.getString("aal")).isEqualTo("aal1");
    assertThat(claims.getBoolean("is_anonymous")).isFalse();
    assertThat(claims.getJsonObject("user_metadata"))
        .isEqualTo(user.getJsonObject("user_metadata"));
    long issued = claims.getJsonNumber("iat").longValue();
    assertThat(claims.getJsonNumber("exp").longValue()).isEqualTo(issued + 3600);
    assertThat(session.getJsonNumber("expires_at").longValue()).isEqualTo(issued + 3600);
    JsonObject method = claims.getJsonArray("amr").getJsonObject(0);
    assertThat(claims.getJsonArray("amr")).hasSize(1);
    assertThat(method.getString("method")).isEqualTo("password");
    assertThat(method.getJsonNumber("timestamp").longValue()).isBetween(issued - 60, issued + 60);
  }

  @Test
  void aSessionRemembersWhereItCameFrom() {
    auth.newUser("origin@example.org");
    String id = AuthFixture.sessionId(auth.login("origin@example.org"));

    assertThat(
            database.query(
                "select host(ip) || ' ' || user_agent || ' ' || aal from auth.sessions where id = '"
                    + id
                    + "'"))
        .containsExactly("192.0.2.7 JUnit aal1");
  }

  @Test
  void unknownUserAndWrongPasswordAnswerAlike() {
    auth.newUser("known@example.org");
    database.execute(
        """
        insert into auth.users (instance_id, id, aud, role, email, email_confirmed_at)
        values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',
                'authenticated', 'nopassword@example.org', now())
        """);

    for (String email :
        List.of("known@example.org", "unknown@example.org", "nopassword@example.org", "x")) {
      assertRefused(
          400,
          ErrorCode.INVALID_CREDENTIALS,
          () -> auth.passwordGrant.login(credentials(email, "wrong password"), ANYBODY));
    }
  }

  @Test
  void aSeedsUserLogsIn() {
    // as storage-js seeds its users: by column name, with pgcrypto's hash and empty tokens
    database.execute(
        """
        create extension if not exists pgcrypto with schema public;
        insert into auth.users (
          instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
          raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
          confirmation_token, email_change, email_change_token_new, recovery_token)
        values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',
          'authenticated', 'seed@example.org', public.crypt('correct horse',
          public.gen_salt('bf')), now(), '{"provider":"email","providers":["email"]}', '{}',
          now(), now(), '', '', '', '')
        """);

    JsonObject user = auth.login("seed@example.org").getJsonObject("user");
    assertThat(user.getJsonArray("identities")).isEmpty();
  }

  @Test
  void aBannedUserIsToldSo() {
    auth.newUser("banned@example.org");
    database.execute(
        "update auth.users set banned_until = now() + interval '1 hour' where email like 'banned@%'");

    assertRefused(400, ErrorCode.USER_BANNED, () -> auth.login("banned@example.org"));
    assertRefused(
        400,
        ErrorCode.INVALID_CREDENTIALS,
        () -> auth.passwordGrant.login(credentials("banned@example.org", "wrong one"), ANYBODY));

    database.execute(
        "update auth.users set banned_until = now() - interval '1 hour' where email like 'banned@%'");
    assertThat(auth.login("banned@example.org").getString("refresh_token")).isNotEmpty();
  }

  @Test
  void aWeakPasswordIsLetInWithAWarning() {
    auth.newUser("weak@example.org");
    AuthFixture stricter = new AuthFixture(database, Map.of("GOTRUE_PASSWORD_MIN_LENGTH", "20"));

    JsonObject session =
        stricter.passwordGrant.login(credentials("weak@example.org", PASSWORD), ANYBODY).json();

    assertThat(session.getJsonObject("weak_password").getJsonArray("reasons"))
        .hasToString("[\"length\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | VALIDATION_FAILED",
        "{'password':'correct horse'} | 400 | VALIDATION_FAILED",
        "{'email':'a@example.org','phone':'4915112345','password':'x'} | 400 | VALIDATION_FAILED",
        "{'phone':'4915112345','password':'x'} | 422 | PHONE_PROVIDER_DISABLED",
        "{'email':'a@example.org'} | 400 | INVALID_CREDENTIALS",
        "{'email':['a@example.org'],'password':'x'} | 400 | BAD_JSON",
        "{'email':'a@example.org','password':17} | 400 | BAD_JSON"
      })
  void badInputIsRefused(String json, int status, ErrorCode code) {
    assertRefused(status, code, () -> auth.passwordGrant.login(body(json), ANYBODY));
  }

  /** Changes the stored hash to another one of the same password. */
  private void store(String email, String hash) {
    database.execute(
        "update auth.users set encrypted_password = '%s' where email = '%s'"
            .formatted(hash, email));
  }

  private String stored(String email) {
    return database
        .query("select encrypted_password from auth.users where email = '" + email + "'")
        .get(0);
  }

  @Test
  void aHashOfAnotherSchemeIsChangedAtTheRightPasswordOnly() {
    JsonObject signup = auth.newUser("rehash@example.org");
    String foreign =
        new Passwords(AuthFixture.config(java.util.Map.of("AUTH_PASSWORD_SCHEME", "argon2id")))
            .hash(AuthFixture.PASSWORD);
    store("rehash@example.org", foreign);

    assertRefused(
        400,
        ErrorCode.INVALID_CREDENTIALS,
        () ->
            auth.passwordGrant.login(
                credentials("rehash@example.org", "wrong horse"), AuthFixture.ANYBODY));
    assertThat(stored("rehash@example.org")).isEqualTo(foreign);

    auth.login("rehash@example.org");
    assertThat(stored("rehash@example.org")).startsWith("$2a$10$");
    auth.login("rehash@example.org");
    // no other session has ended
    assertThat(auth.refresh(signup.getString("refresh_token")).getString("refresh_token"))
        .isNotEmpty();
  }
}
