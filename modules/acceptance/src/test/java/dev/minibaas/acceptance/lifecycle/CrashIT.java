package dev.minibaas.acceptance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Database;
import dev.minibaas.acceptance.stack.Patience;
import dev.minibaas.acceptance.stack.Platform;
import dev.minibaas.devstack.FreePort;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a sudden end in the middle of signups, refreshes and mails leaves behind. */
class CrashIT {
  private static final int KILLS = 2;
  private static final int MAILS_BEFORE_KILL = 15;

  /** Outlives the platform, as a mail server does. */
  private static final GreenMail MAIL = mailServer();

  @RegisterExtension
  static final Platform PLATFORM =
      Platform.own(
          "crash",
          Map.of(
              "GOTRUE_MAILER_AUTOCONFIRM",
              "false",
              // while this one is down, another instance may take what is tried first
              "OPS_PORT",
              Integer.toString(FreePort.any()),
              "SMTP_HOST",
              "127.0.0.1",
              "SMTP_PORT",
              Integer.toString(MAIL.getSmtp().getPort())));

  private final List<String> confirmed = new CopyOnWriteArrayList<>();
  private volatile Account refreshing = account();
  private final List<String> refusals = new CopyOnWriteArrayList<>();

  private static GreenMail mailServer() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return server;
  }

  @AfterAll
  static void stopMailServer() {
    MAIL.stop();
  }

  @Test
  void no_half_user_no_lost_mail_and_one_repeat_per_kill_at_most() {
    for (int i = 0; i < KILLS; i++) {
      workUntilKilled();
      PLATFORM.instance().start();
      refreshing = refreshed(refreshing);
    }
    Database database = PLATFORM.database();
    Patience.until(() ->
        database.column("select 1 from minibaas_auth.mail_outbox where sent_at is null").isEmpty());

    assertThat(refusals).isEmpty();
    assertThat(halfUsers(database)).isEmpty();
    List<String> users = database.column("select email from auth.users");
    assertThat(users).as("who was told so is signed up").containsAll(confirmed);
    Map<String, Long> received = receivedByRecipient();
    assertThat(received.keySet()).as("no mail is lost").containsAll(unconfirmed(database));
    long repeated = received.values().stream().mapToLong(count -> count - 1).sum();
    assertThat(repeated).as("repeated mails").isLessThanOrEqualTo(KILLS);
    assertThat(ids()).as("a repetition has the id of what it repeats").hasSize(received.size());
  }

  /** Confirmed, with a session. */
  private static Account account() {
    String email = Api.freshEmail();
    PLATFORM
        .api()
        .post(
            "/auth/v1/admin/users",
            """
            {"email":"%s","password":"%s","email_confirm":true}
            """
                .formatted(email, Api.PASSWORD))
        .key(PLATFORM.serviceKey())
        .send()
        .is(200);
    return PLATFORM.api().signIn(email, Api.PASSWORD);
  }

  private void workUntilKilled() {
    long before = MAIL.getReceivedMessages().length;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 3; i++) {
        threads.execute(() -> untilItFails(this::signUp));
      }
      threads.execute(() -> untilItFails(() -> refreshing = refreshed(refreshing)));
      Patience.until(() -> MAIL.getReceivedMessages().length >= before + MAILS_BEFORE_KILL);
      PLATFORM.instance().kill();
    }
  }

  private void untilItFails(Runnable work) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        work.run();
      }
    } catch (UncheckedIOException | IllegalStateException killed) {
      // that is when it ends
      return;
    } catch (AssertionError refusal) {
      refusals.add(String.valueOf(refusal.getMessage()));
    }
  }

  private void signUp() {
    String email = Api.freshEmail();
    PLATFORM.api().post("/auth/v1/signup", Api.credentials(email, Api.PASSWORD)).send().is(200);
    confirmed.add(email);
  }

  private static Account refreshed(Account account) {
    Answer answer =
        PLATFORM
            .api()
            .post(
                "/auth/v1/token?grant_type=refresh_token",
                """
                {"refresh_token":"%s"}
                """
                    .formatted(account.refreshToken()))
            .send()
            .is(200);
    return new Account(
        account.id(),
        account.email(),
        answer.object().getString("access_token"),
        answer.object().getString("refresh_token"));
  }

  /** Users without identity, code, mail or row in public.users. */
  private static List<String> halfUsers(Database database) {
    return database.column(
        """
        select u.email from auth.users u
        where not exists (select from auth.identities i where i.user_id = u.id)
          or not exists (select from public.users p where p.id = u.id)
          or (u.email_confirmed_at is null and (
            not exists (select from auth.one_time_tokens t where t.user_id = u.id)
            or (select count(*) from minibaas_auth.mail_outbox m where m.recipient = u.email) <> 1))
        """);
  }

  private static List<String> unconfirmed(Database database) {
    return database.column("select email from auth.users where email_confirmed_at is null");
  }

  private static Map<String, Long> receivedByRecipient() {
    return Arrays.stream(MAIL.getReceivedMessages())
        .collect(Collectors.groupingBy(CrashIT::recipient, Collectors.counting()));
  }

  private static List<String> ids() {
    return Arrays.stream(MAIL.getReceivedMessages()).map(CrashIT::id).distinct().toList();
  }

  private static String recipient(MimeMessage mail) {
    try {
      return mail.getAllRecipients()[0].toString();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String id(MimeMessage mail) {
    try {
      return mail.getMessageID();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }
}
