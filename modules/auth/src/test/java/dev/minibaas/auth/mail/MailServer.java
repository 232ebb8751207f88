package dev.minibaas.auth.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A mail server on a free port that takes every mail. */
public final class MailServer implements AutoCloseable {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  public MailServer() {
    server.start();
  }

  public MailConfig config() {
    return new MailConfig(
        new MailConfig.Smtp(
            "127.0.0.1",
            server.getSmtp().getPort(),
            null,
            null,
            "noreply@example.org",
            "Mini-BaaS",
            MailConfig.Tls.AUTO),
        "",
        "en",
        Duration.ofDays(1));
  }

  public List<MimeMessage> mails() {
    return List.of(server.getReceivedMessages());
  }

  /** The ids of the mails to an address. */
  public List<String> idsOf(String recipient) {
    return mails().stream().filter(mail -> isTo(mail, recipient)).map(MailServer::id).toList();
  }

  private static boolean isTo(MimeMessage mail, String recipient) {
    try {
      return Arrays.toString(mail.getAllRecipients()).contains(recipient);
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

  @Override
  public void close() {
    server.stop();
  }
}
