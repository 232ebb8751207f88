package dev.minibaas.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class OutboxTest {
  private final TestDatabase database;
  private final AuthFixture auth;
  private final Mailer mailer =
      new Outbox(
          (kind, user, content) ->
              new MailTemplates.Rendered(kind + " for " + user.email(), content.code(), "<p>"),
          Clock.systemUTC());

  OutboxTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  private UUID enqueue(Tx tx, Bearer bearer) {
    return mailer.enqueue(
        tx,
        MailKind.RECOVERY,
        bearer.user(),
        new MailContent("to@example.org", "123456", "hash", null, "http://localhost"));
  }

  private List<String> subjects(UUID messageId) {
    return database.query(
        "select subject from minibaas_auth.mail_outbox where message_id = '" + messageId + "'");
  }

  @Test
  void aMailIsKeptWithItsReasonOrNotAtAll() {
    Bearer bearer =
        auth.bearers.of(
            AuthFixture.call(auth.newUser("mail@example.org").getString("access_token")));
    UUID kept = auth.transactions.in(tx -> enqueue(tx, bearer));
    assertThat(subjects(kept)).containsExactly("RECOVERY for mail@example.org");

    UUID[] lost = new UUID[1];
    assertThatThrownBy(() ->
            auth.transactions.in(tx -> {
              lost[0] = enqueue(tx, bearer);
              tx.flush();
              throw new IllegalStateException("the reason fails");
            }))
        .hasMessage("the reason fails");
    assertThat(subjects(lost[0])).isEmpty();
  }
}
