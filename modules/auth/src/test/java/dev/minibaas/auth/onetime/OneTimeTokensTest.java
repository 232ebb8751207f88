package dev.minibaas.auth.onetime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.Refusals;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.onetime.OneTimeTokens.Pending;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PostgresExtension.class)
class OneTimeTokensTest {
  private final TestDatabase database;
  private final AuthFixture auth;
  private final OneTimeTokens tokens =
      new OneTimeTokens(6, Duration.ofMinutes(1), Clock.systemUTC());

  OneTimeTokensTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  private UUID newUser(String email) {
    return UUID.fromString(auth.newUser(email).getJsonObject("user").getString("id"));
  }

  private OneTimeCode issue(UUID user, OneTimeTokenType type, boolean isPkce) {
    return auth.transactions.in(tx -> tokens.issue(tx, user, type, "a@example.org", isPkce));
  }

  private Optional<Pending> find(String hash, OneTimeTokenType... types) {
    return auth.transactions.in(tx -> tokens.find(tx, hash, types));
  }

  @ParameterizedTest
  @EnumSource
  void aCodeIsFoundByItsHashUntilItIsForgotten(OneTimeTokenType type) {
    UUID user = newUser(type.label() + "@example.org");
    OneTimeCode code = issue(user, type, false);
    String hash = OneTimeCode.hash("a@example.org", code.code());

    assertThat(code.code()).matches("[0-9]{6}");
    assertThat(find(hash, OneTimeTokenType.values()))
        .hasValueSatisfying(pending -> {
          assertThat(pending.userId()).isEqualTo(user);
          assertThat(pending.type()).isEqualTo(type);
          assertThat(pending.isPkce()).isFalse();
          assertThat(pending.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        });
    String column = "select " + type.label() + " from auth.users where id = '" + user + "'";
    assertThat(database.query(column)).containsExactly(hash);

    auth.transactions.in(tx -> {
      tokens.forget(tx, user, type);
      return user;
    });
    assertThat(find(hash, type)).isEmpty();
    assertThat(database.query(column)).containsExactly("");
  }

  @Test
  void aCodeOfAFlowWithPkceIsFoundByTheSameHash() {
    UUID user = newUser("pkce@example.org");
    OneTimeCode code = issue(user, OneTimeTokenType.RECOVERY_TOKEN, true);

    assertThat(code.hash()).startsWith("pkce_");
    assertThat(
            find(OneTimeCode.hash("a@example.org", code.code()), OneTimeTokenType.RECOVERY_TOKEN))
        .hasValueSatisfying(pending -> assertThat(pending.isPkce()).isTrue());
  }

  @Test
  void aCodeCountsForItsTypeOnlyAndUntilTheNext() {
    UUID user = newUser("next@example.org");
    OneTimeCode first = issue(user, OneTimeTokenType.RECOVERY_TOKEN, false);
    issue(user, OneTimeTokenType.RECOVERY_TOKEN, false);
    OneTimeCode other = issue(user, OneTimeTokenType.REAUTHENTICATION_TOKEN, false);

    assertThat(find(first.hash(), OneTimeTokenType.RECOVERY_TOKEN)).isEmpty();
    assertThat(find(other.hash(), OneTimeTokenType.RECOVERY_TOKEN)).isEmpty();
  }

  @Test
  void theSecondSendingWaits() {
    tokens.refuseTooSoon(null, ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
    tokens.refuseTooSoon(Instant.now().minusSeconds(61), ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
    Refusals.assertRefused(
        429,
        ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
        () ->
            tokens.refuseTooSoon(
                Instant.now().minusSeconds(30), ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT));
  }
}
