package dev.minibaas.auth.mail;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.limit.RateLimits;
import dev.minibaas.auth.user.User;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class LimitedMailerTest {
  private final AuthFixture auth;

  LimitedMailerTest(TestDatabase database) {
    this.auth = new AuthFixture(database, Map.of("GOTRUE_RATE_LIMIT_EMAIL_SENT", "2"));
  }

  @Test
  void onlySoManyMailsAreTaken() {
    User user =
        auth.bearers
            .of(AuthFixture.call(auth.newUser("many@example.org").getString("access_token")))
            .user();
    AtomicInteger taken = new AtomicInteger();
    MailContent content = new MailContent("to@example.org", "123456", "hash", null, "http://x");
    try (RateLimits limits = new RateLimits(auth.config, Clock.systemUTC())) {
      LimitedMailer mailer =
          new LimitedMailer(
              (tx, kind, to, with) -> {
                taken.incrementAndGet();
                return UUID.randomUUID();
              },
              limits);
      auth.transactions.in(tx -> mailer.enqueue(tx, MailKind.RECOVERY, user, content));
      auth.transactions.in(tx -> mailer.enqueue(tx, MailKind.RECOVERY, user, content));

      assertRefused(
          429,
          ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT,
          () -> auth.transactions.in(tx -> mailer.enqueue(tx, MailKind.RECOVERY, user, content)));
    }
    assertThat(taken).hasValue(2);
  }
}
