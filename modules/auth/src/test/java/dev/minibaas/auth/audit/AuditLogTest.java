package dev.minibaas.auth.audit;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class AuditLogTest {
  private final AuthFixture auth;
  private final AuditLog log;

  AuditLogTest(TestDatabase database) {
    this.auth = new AuthFixture(database);
    this.log = new AuditLog(auth.config, auth.transactions);
    database.execute("delete from auth.audit_log_entries");
  }

  private long found(String query) {
    return log.page(ADMIN, query, 50, 0).total();
  }

  @Test
  void whatUsersDidIsThereNewestFirst() {
    String token = auth.newUser("ann@example.org").getString("refresh_token");
    JsonObject login = auth.login("ann@example.org");
    auth.refresh(token);
    auth.logout.logout(
        auth.bearers.of(AuthFixture.call(login.getString("access_token"))),
        "local",
        ANYBODY.origin());

    AuditLog.Page page = log.page(ADMIN, "", 2, 0);
    assertThat(page.total()).isEqualTo(4);
    JsonObject newest = page.entries().get(0);
    assertThat(newest.keySet())
        .containsExactlyInAnyOrder("id", "payload", "created_at", "ip_address");
    assertThat(newest.getString("ip_address")).isEqualTo("192.0.2.7");
    assertThat(newest.getJsonObject("payload").getString("action")).isEqualTo("logout");
    assertThat(page.entries().get(1).getJsonObject("payload").getString("action"))
        .isEqualTo("token_refreshed");
    assertThat(log.page(ADMIN, "", 2, 2).entries()).hasSize(2);
    assertThat(log.page(ADMIN, "", 2, 4).entries()).isEmpty();
  }

  @Test
  void entriesAreFoundByAuthorActionAndType() {
    auth.newUser("bob@example.org");
    auth.login("bob@example.org");

    assertThat(found("author:BOB@")).isEqualTo(2);
    assertThat(found("author:carl")).isZero();
    assertThat(found("action:login")).isEqualTo(1);
    assertThat(found("type:team")).isEqualTo(1);
    assertThat(found("author:b_b")).as("a wildcard of SQL is none here").isZero();
    assertThat(found("author:%")).isZero();
    assertThat(found("author:' or true --")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "payload:x", "author", "action_x:y", "author:\0"})
  void whatCannotBeLookedForIsRefused(String query) {
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> found(query));
  }

  @Test
  void nobodyElseReadsIt() {
    var user = AuthFixture.call(auth.newUser("curious@example.org").getString("access_token"));

    assertRefused(403, ErrorCode.NOT_ADMIN, () -> log.page(user, "", 50, 0));
  }
}
