package dev.minibaas.auth.session;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SignedRefreshTest {
  private static final String VERSION = "GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION";
  private static final String UPGRADE = "GOTRUE_SECURITY_REFRESH_TOKEN_UPGRADE_PERCENTAGE";

  private final TestDatabase database;
  private final AuthFixture auth;

  SignedRefreshTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database, Map.of(VERSION, "2"));
  }

  private static String tokenOf(JsonObject session) {
    return session.getString("refresh_token");
  }

  private SessionAnswer refreshed(String token) {
    return auth.refreshGrant.refresh(body("{'refresh_token':'" + token + "'}"), ANYBODY);
  }

  private static SignedRefreshToken parsed(String token) {
    return SignedRefreshToken.parse(token).orElseThrow();
  }

  private void letReuseIntervalPass() {
    database.execute(
        "update auth.sessions set refreshed_at = refreshed_at - interval '11 seconds',"
            + " created_at = created_at - interval '11 seconds'");
    database.execute("update auth.refresh_tokens set updated_at = now() - interval '11 seconds'");
  }

  private long sessions(String email) {
    return Long.parseLong(
        database
            .query(
                """
                select count(*) from auth.sessions s join auth.users u on u.id = s.user_id
                where u.email = '%s'
                """
                    .formatted(email))
            .get(0));
  }

  @Test
  void eachTokenGivesTheNextOfTheSameSessionWithoutARow() {
    String first = tokenOf(auth.newUser("signed@example.org"));
    SessionAnswer second = refreshed(first);
    SessionAnswer third = refreshed(second.refreshToken());

    assertThat(parsed(first).counter()).isZero();
    assertThat(parsed(third.refreshToken()).counter()).isEqualTo(2);
    assertThat(third.headers())
        .containsEntry("sb-auth-refresh-token-counter", "2")
        .containsEntry("sb-auth-refresh-token-reuse", "false")
        .containsEntry("sb-auth-session-id", parsed(first).sessionId().toString())
        .doesNotContainKey("sb-auth-refresh-token-prefix");
    assertThat(
            database.query(
                "select count(*) from auth.refresh_tokens where session_id = '"
                    + parsed(first).sessionId()
                    + "'"))
        .containsExactly("0");
  }

  @Test
  void whoLostTheAnswerGetsItAgainHoweverLate() {
    String first = tokenOf(auth.newUser("lost@example.org"));
    String second = tokenOf(auth.refresh(first));
    letReuseIntervalPass();

    SessionAnswer again = refreshed(first);
    assertThat(again.refreshToken()).isEqualTo(second);
    assertThat(again.headers())
        .containsEntry("sb-auth-refresh-token-reuse", "true")
        .containsEntry("sb-auth-refresh-token-reuse-cause", "fail-to-save");
    assertThat(tokenOf(auth.refresh(second))).isNotEqualTo(second);
  }

  @Test
  void withinTheIntervalAllEndUpWithTheNewestToken() {
    String first = tokenOf(auth.newUser("race@example.org"));
    String third = tokenOf(auth.refresh(tokenOf(auth.refresh(first))));

    assertThat(tokenOf(auth.refresh(first))).isEqualTo(third);
    assertThat(tokenOf(auth.refresh(third))).isNotEqualTo(third);
  }

  @Test
  void afterItsReuseEndsTheSessionThoughTheCallFails() {
    String first = tokenOf(auth.newUser("stolen@example.org"));
    String third = tokenOf(auth.refresh(tokenOf(auth.refresh(first))));
    letReuseIntervalPass();

    assertRefused(400, ErrorCode.REFRESH_TOKEN_ALREADY_USED, () -> auth.refresh(first));
    assertThat(sessions("stolen@example.org")).isZero();
    assertRefused(400, ErrorCode.REFRESH_TOKEN_NOT_FOUND, () -> auth.refresh(third));
  }

  @Test
  void reuseIsOnlyRefusedWhenRotationIsOffAndNotWhenItIsAllowed() {
    String first = tokenOf(auth.newUser("fixed@example.org"));
    String third = tokenOf(auth.refresh(tokenOf(auth.refresh(first))));
    letReuseIntervalPass();
    AuthFixture fixed =
        new AuthFixture(
            database, Map.of("GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED", "false"));
    AuthFixture open =
        new AuthFixture(database, Map.of("GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE", "true"));

    assertRefused(400, ErrorCode.REFRESH_TOKEN_ALREADY_USED, () -> fixed.refresh(first));
    assertThat(tokenOf(open.refresh(first))).isEqualTo(third);
    assertThat(tokenOf(fixed.refresh(third))).isNotEmpty();
  }

  @Test
  void nobodyElseCanSign() {
    JsonObject login = auth.newUser("victim@example.org");
    String attackers = tokenOf(auth.newUser("attacker@example.org"));
    UUID session = parsed(tokenOf(login)).sessionId();
    byte[] attackersKey =
        Base64.getUrlDecoder()
            .decode(
                database
                    .query(
                        "select refresh_token_hmac_key from auth.sessions where id = '"
                            + parsed(attackers).sessionId()
                            + "'")
                    .get(0));
    for (byte[] key : new byte[][] {new byte[32], attackersKey}) {
      String forged = SignedRefreshToken.encode(session, 0, key);
      assertRefused(400, ErrorCode.REFRESH_TOKEN_NOT_FOUND, () -> auth.refresh(forged));
    }
    assertRefused(
        400,
        ErrorCode.REFRESH_TOKEN_NOT_FOUND,
        () -> auth.refresh(SignedRefreshToken.encode(UUID.randomUUID(), 0, attackersKey)));
    assertThat(tokenOf(auth.refresh(tokenOf(login)))).isNotEmpty();
  }

  @Test
  void aCounterOfTheFutureWasNotIssuedHere() {
    String token = tokenOf(auth.newUser("future@example.org"));
    UUID session = parsed(token).sessionId();
    byte[] key =
        Base64.getUrlDecoder()
            .decode(
                database
                    .query(
                        "select refresh_token_hmac_key from auth.sessions where id = '"
                            + session
                            + "'")
                    .get(0));

    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () -> auth.refresh(SignedRefreshToken.encode(session, 1, key)));
    assertThat(tokenOf(auth.refresh(token))).isNotEmpty();
  }

  @Test
  void sessionsOfTheFirstKindStayOfItUnlessTheyAreToChange() {
    AuthFixture rows = new AuthFixture(database);
    String row = tokenOf(rows.newUser("rows@example.org"));

    String still = tokenOf(auth.refresh(row));
    assertThat(still).hasSize(12);

    AuthFixture upgrading = new AuthFixture(database, Map.of(VERSION, "2", UPGRADE, "100"));
    String signed = tokenOf(upgrading.refresh(still));
    assertThat(parsed(signed).counter()).isZero();
    letReuseIntervalPass();
    // the answer was lost: the old token brings it again
    assertThat(tokenOf(upgrading.refresh(still))).isEqualTo(signed);
    String next = tokenOf(rows.refresh(signed));
    assertThat(parsed(next).counter()).isEqualTo(1);

    letReuseIntervalPass();
    assertRefused(400, ErrorCode.REFRESH_TOKEN_ALREADY_USED, () -> rows.refresh(row));
    assertThat(sessions("rows@example.org")).isZero();
  }

  @Test
  void aSessionWhoseKeyIsEncryptedByGoTrueIsNotFound() {
    String token = tokenOf(auth.newUser("sealed@example.org"));
    database.execute(
        "update auth.sessions set refresh_token_hmac_key = '{\"key_id\":\"k\",\"alg\":\"a\"}'"
            + " where id = '"
            + parsed(token).sessionId()
            + "'");

    assertRefused(400, ErrorCode.REFRESH_TOKEN_NOT_FOUND, () -> auth.refresh(token));
  }
}
