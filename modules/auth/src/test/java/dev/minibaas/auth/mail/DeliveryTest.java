package dev.minibaas.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.hook.HooksConfig;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class DeliveryTest {
  private final TestDatabase database;
  private final Transactions transactions;
  private final MailServer server = new MailServer();

  DeliveryTest(TestDatabase database) {
    this.database = database;
    this.transactions = new Transactions(database.pool(Login.AUTH, 4));
    database.execute("delete from minibaas_auth.mail_outbox");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Delivery overSmtp() {
    Clock clock = Clock.systemUTC();
    Hooks hooks = new Hooks(HooksConfig.none(), transactions, clock);
    return Delivery.over(server.config(), transactions, hooks, clock);
  }

  private Delivery over(Transmission way) {
    return new Delivery(transactions, () -> way, Duration.ofDays(1), Clock.systemUTC());
  }

  private String mail(String recipient) {
    return database
        .query(
            """
            insert into minibaas_auth.mail_outbox (recipient, subject, text_body, html_body)
            values ('%s', 'Grüße', 'Größe 1', '<p>Größe 2</p>') returning message_id
            """
                .formatted(recipient))
        .get(0);
  }

  private String state(String id) {
    return database
        .query(
            """
            select concat_ws('|', sent_at is not null, gave_up_at is not null, attempts,
              next_attempt_at > now(), text_body || html_body, last_error)
            from minibaas_auth.mail_outbox where message_id = '%s'
            """
                .formatted(id))
        .get(0);
  }

  private static boolean always() {
    return true;
  }

  @Test
  void aMailHasBothBodiesAndTheOutboxsId() throws Exception {
    String id = mail("ann@example.org");
    overSmtp().run(DeliveryTest::always);

    MimeMessage mail = server.mails().get(0);
    assertThat(mail.getSubject()).isEqualTo("Grüße");
    assertThat(mail.getMessageID()).isEqualTo("<" + id + "@example.org>");
    assertThat(mail.getFrom()[0]).hasToString("Mini-BaaS <noreply@example.org>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    jakarta.mail.Multipart parts = (jakarta.mail.Multipart) mail.getContent();
    assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Größe 1");
    assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
    assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Größe 2</p>");
    assertThat(state(id)).as("its text doesn't stay").isEqualTo("t|f|1|f|");
    overSmtp().run(DeliveryTest::always);
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void severalNodesSendEachMailOnce() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add("<" + mail("many%d@example.org".formatted(i)) + "@example.org>");
    }
    List<CompletableFuture<Void>> nodes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        nodes.add(CompletableFuture.runAsync(() -> overSmtp().run(DeliveryTest::always), threads));
      }
    }
    nodes.forEach(CompletableFuture::join);

    assertThat(server.idsOf("@example.org")).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void whoDiesAfterSendingRepeatsThatMailWithItsId() {
    String id = mail("crash@example.org");
    String other = mail("calm@example.org");
    SmtpTransmission smtp = new SmtpTransmission(server.config().smtp());
    Transmission dying =
        new Transmission() {
          @Override
          public void send(OutboxStore.Due mail) {
            smtp.send(mail);
            throw new VirtualMachineDeath();
          }

          @Override
          public void close() {
            smtp.close();
          }
        };

    assertThat(catchThrowable(() -> over(dying).run(DeliveryTest::always)))
        .isInstanceOf(VirtualMachineDeath.class);
    overSmtp().run(DeliveryTest::always);

    String sent = "<" + id + "@example.org>";
    assertThat(server.idsOf("crash@example.org")).containsExactly(sent, sent);
    assertThat(server.idsOf("calm@example.org")).containsExactly("<" + other + "@example.org>");
  }

  /** What no handler catches, like the end of the process. */
  private static final class VirtualMachineDeath extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void whatFailsIsTriedAgainLaterAndDoesNotBlockTheRest() {
    String poison = mail("poison@example.org");
    String good = mail("good@example.org");
    SmtpTransmission smtp = new SmtpTransmission(server.config().smtp());
    Transmission picky =
        new Transmission() {
          @Override
          public void send(OutboxStore.Due mail) {
            if (mail.recipient().startsWith("poison")) {
              throw new IllegalStateException("breaks");
            }
            smtp.send(mail);
          }

          @Override
          public void close() {
            smtp.close();
          }
        };
    over(picky).run(DeliveryTest::always);
    over(picky).run(DeliveryTest::always);

    assertThat(state(poison))
        .isEqualTo("f|f|1|t|Größe 1<p>Größe 2</p>|java.lang.IllegalStateException: breaks");
    assertThat(state(good)).startsWith("t|f|1");
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() {
    String id = mail("away@example.org");
    Delivery delivery = overSmtp();
    server.close();
    delivery.run(DeliveryTest::always);

    assertThat(state(id)).startsWith("f|f|1|t|Größe 1<p>Größe 2</p>|").contains("onnect");
  }

  @ParameterizedTest
  @CsvSource({"not an address", "a@b@c", "ends@example.org>"})
  void whatCannotBeSentIsGivenUpAndSaysWhy(String recipient) {
    String id = mail(recipient);
    overSmtp().run(DeliveryTest::always);

    assertThat(state(id)).startsWith("f|t|1|f||");
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void aMailWhoseCodeHasExpiredIsGivenUp() {
    String id = mail("late@example.org");
    database.execute(
        "update minibaas_auth.mail_outbox set created_at = now() - interval '25 hours'");
    Delivery delivery = overSmtp();
    server.close();
    delivery.run(DeliveryTest::always);

    assertThat(state(id)).startsWith("f|t|1|f||");
  }

  @Test
  void settledMailsAreForgottenInTheEnd() {
    String old = mail("old@example.org");
    String recent = mail("recent@example.org");
    overSmtp().run(DeliveryTest::always);
    database.execute(
        "update minibaas_auth.mail_outbox set sent_at = now() - interval '8 days'"
            + " where message_id = '"
            + old
            + "'");
    overSmtp().run(DeliveryTest::always);

    assertThat(database.query("select message_id from minibaas_auth.mail_outbox"))
        .isEqualTo(List.copyOf(Set.of(recent)));
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 10", "5, 160", "8, 900", "1000000, 900"})
  void pausesGrow(int attempts, int seconds) {
    assertThat(Delivery.pause(attempts)).hasSeconds(seconds);
  }
}
