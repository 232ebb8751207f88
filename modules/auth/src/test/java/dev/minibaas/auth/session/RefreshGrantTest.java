package dev.minibaas.auth.session;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.OAuthFailure;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class RefreshGrantTest {
  private final TestDatabase database;
  private final AuthFixture auth;

  RefreshGrantTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  private String firstToken(String email) {
    return auth.newUser(email).getString("refresh_token");
  }

  private void letReuseIntervalPass() {
    database.execute("update auth.refresh_tokens set updated_at = now() - interval '11 seconds'");
  }

  private static String tokenOf(JsonObject session) {
    return session.getString("refresh_token");
  }

  @Test
  void eachTokenGivesTheNextOfTheSameSession() {
    JsonObject login = auth.newUser("rotate@example.org");
    JsonObject second = auth.refresh(tokenOf(login));
    JsonObject third = auth.refresh(tokenOf(second));

    assertThat(Set.of(tokenOf(login), tokenOf(second), tokenOf(third))).hasSize(3);
    assertThat(AuthFixture.sessionId(second)).isEqualTo(AuthFixture.sessionId(login));
    assertThat(AuthFixture.sessionId(third)).isEqualTo(AuthFixture.sessionId(login));
    assertThat(third.getJsonObject("user").getString("email")).isEqualTo("rotate@example.org");
    assertThat(
            database.query(
                "select parent from auth.refresh_tokens where token = '" + tokenOf(third) + "'"))
        .containsExactly(tokenOf(second));
    assertThat(
            database.query(
                "select refreshed_at is not null from auth.sessions where id = '"
                    + AuthFixture.sessionId(login)
                    + "'"))
        .containsExactly("t");
  }

  @Test
  void whoLostTheAnswerGetsItAgainHoweverLate() {
    String first = firstToken("lost@example.org");
    String second = tokenOf(auth.refresh(first));
    letReuseIntervalPass();

    assertThat(tokenOf(auth.refresh(first))).isEqualTo(second);
    assertThat(tokenOf(auth.refresh(first))).isEqualTo(second);
    assertThat(tokenOf(auth.refresh(second))).isNotEqualTo(second);
  }

  @Test
  void anOlderTokenStillWorksWithinTheReuseInterval() {
    String first = firstToken("interval@example.org");
    String third = tokenOf(auth.refresh(tokenOf(auth.refresh(first))));

    String branch = tokenOf(auth.refresh(first));

    assertThat(branch).isNotEqualTo(third);
    assertThat(tokenOf(auth.refresh(branch))).isNotEmpty();
    assertThat(tokenOf(auth.refresh(third))).isNotEmpty();
  }

  @Test
  void afterItsReuseEndsTheWholeFamilyThoughTheCallFails() {
    String first = firstToken("stolen@example.org");
    String second = tokenOf(auth.refresh(first));
    String third = tokenOf(auth.refresh(second));
    letReuseIntervalPass();

    assertRefused(400, ErrorCode.REFRESH_TOKEN_ALREADY_USED, () -> auth.refresh(first));
    assertThat(
            database.query(
                """
                select revoked from auth.refresh_tokens t join auth.users u
                  on u.id::text = t.user_id
                where u.email = 'stolen@example.org'
                """))
        .hasSize(3)
        .containsOnly("t");
    letReuseIntervalPass();
    assertRefused(400, ErrorCode.REFRESH_TOKEN_ALREADY_USED, () -> auth.refresh(third));
  }

  @Test
  void reuseIsOnlyRefusedWhenRotationIsOff() {
    AuthFixture fixed =
        new AuthFixture(
            database, Map.of("GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED", "false"));
    String first = firstToken("fixed@example.org");
    String third = tokenOf(auth.refresh(tokenOf(auth.refresh(first))));
    letReuseIntervalPass();

    assertRefused(400, ErrorCode.REFRESH_TOKEN_ALREADY_USED, () -> fixed.refresh(first));
    assertThat(tokenOf(fixed.refresh(third))).isNotEmpty();
  }

  @Test
  void repetitionsDoNotProlongTheReuseInterval() {
    String first = firstToken("prolong@example.org");
    auth.refresh(tokenOf(auth.refresh(first)));
    database.execute(
        "update auth.refresh_tokens set updated_at = now() - interval '9 seconds' where token = '"
            + first
            + "'");
    auth.refresh(first);

    assertThat(
            database.query(
                "select updated_at < now() - interval '8 seconds' from auth.refresh_tokens"
                    + " where token = '"
                    + first
                    + "'"))
        .containsExactly("t");
  }

  @Test
  void twoAtOnceBothGetAValidSession() {
    for (int round = 0; round < 20; round++) {
      String token = firstToken("pair" + round + "@example.org");
      Set<String> given = new HashSet<>();
      for (JsonObject session : atOnce(2, token)) {
        given.add(tokenOf(session));
      }
      assertThat(given).hasSize(1);
      assertThat(tokenOf(auth.refresh(given.iterator().next()))).isNotEmpty();
    }
  }

  @Test
  void aCrowdAtOnceKeepsItsFamily() {
    String token = firstToken("crowd@example.org");
    for (int round = 0; round < 5; round++) {
      Set<String> given = new HashSet<>();
      atOnce(16, token).forEach(session -> given.add(tokenOf(session)));
      assertThat(given).hasSize(1);
      token = given.iterator().next();
    }
    assertThat(
            database.query(
                """
                select count(*) from auth.refresh_tokens t join auth.users u
                  on u.id::text = t.user_id
                where u.email = 'crowd@example.org' and not t.revoked
                """))
        .containsExactly("1");
  }

  private List<JsonObject> atOnce(int callers, String token) {
    List<CompletableFuture<JsonObject>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int i = 0; i < callers; i++) {
        calls.add(CompletableFuture.supplyAsync(() -> auth.refresh(token), threads));
      }
    }
    return calls.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void whoHoldsTheRowsTooLongLetsTheOthersFail() {
    String token = firstToken("held@example.org");
    CompletableFuture<Void> holding = new CompletableFuture<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      threads.execute(() ->
          auth.transactions.in(tx -> {
            tx.all(
                "select 1 from auth.refresh_tokens where token = ? for update",
                row -> row.getInt(1),
                token);
            holding.complete(null);
            return done.join();
          }));
      holding.join();
      assertRefused(409, ErrorCode.CONFLICT, () -> auth.refresh(token));
      done.complete(null);
    }
    assertThat(tokenOf(auth.refresh(token))).isNotEmpty();
  }

  @Test
  void noTokenOfTheSessionOutlivesIt() {
    JsonObject login = auth.newUser("gone@example.org");
    auth.logout.logout(auth.bearers.of(AuthFixture.call(login.getString("access_token"))), "local");

    assertRefused(400, ErrorCode.REFRESH_TOKEN_NOT_FOUND, () -> auth.refresh(tokenOf(login)));
  }

  @Test
  void aSessionPastItsEndIsOver() {
    String token = firstToken("over@example.org");
    database.execute(
        """
        update auth.sessions set not_after = now() - interval '1 second'
        where user_id = (select id from auth.users where email = 'over@example.org')
        """);

    assertRefused(400, ErrorCode.SESSION_EXPIRED, () -> auth.refresh(token));
  }

  @Test
  void aTokenWithoutSessionIsNone() {
    String token = firstToken("old@example.org");
    database.execute(
        "update auth.refresh_tokens set session_id = null where token = '" + token + "'");

    assertRefused(400, ErrorCode.SESSION_NOT_FOUND, () -> auth.refresh(token));
  }

  @Test
  void aBannedUserGetsNoMoreTokens() {
    String token = firstToken("nomore@example.org");
    database.execute(
        "update auth.users set banned_until = now() + interval '1 hour' where email like 'nomore@%'");

    assertRefused(400, ErrorCode.USER_BANNED, () -> auth.refresh(token));
  }

  @Test
  void anUnknownTokenIsNotFound() {
    assertRefused(400, ErrorCode.REFRESH_TOKEN_NOT_FOUND, () -> auth.refresh("abcdefghijkl"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "abcdefghijklm", "a.b.c", "or 1=1; drop table auth.users"})
  void anIllFormedTokenIsInvalid(String token) {
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> auth.refresh(token));
  }

  @Test
  void aMissingTokenIsAnOauthError() {
    assertThatThrownBy(() -> auth.refreshGrant.refresh(body("{}"), ANYBODY))
        .isInstanceOf(OAuthFailure.class)
        .hasMessage("invalid_request: refresh_token required");
  }
}
