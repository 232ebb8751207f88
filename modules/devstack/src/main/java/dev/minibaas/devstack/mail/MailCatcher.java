package dev.minibaas.devstack.mail;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.minibaas.devstack.StackFailure;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An SMTP server that takes mail for any address and delivers none of it; what came is read at its
 * {@link #url()}.
 */
public final class MailCatcher implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Mailboxes mailboxes;
  private final GreenMail smtp;
  private final Inbox inbox;

  private MailCatcher(Mailboxes mailboxes, GreenMail smtp, Inbox inbox) {
    this.mailboxes = mailboxes;
    this.smtp = smtp;
    this.inbox = inbox;
  }

  /**
   * @param directory where the messages are kept
   */
  public static MailCatcher start(Path directory, int smtpPort, int httpPort) {
    var mailboxes = new Mailboxes(directory);
    var smtp = new GreenMail(new ServerSetup(smtpPort, LOOPBACK, ServerSetup.PROTOCOL_SMTP));
    smtp.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    try {
      var catcher = new MailCatcher(mailboxes, smtp, Inbox.start(mailboxes, LOOPBACK, httpPort));
      UserManager users = smtp.getUserManager();
      users.setMessageDeliveryHandler(
          (message, address) -> catcher.received(users, message, address));
      smtp.start();
      return catcher;
    } catch (IOException | RuntimeException e) {
      throw new StackFailure("the mail catcher does not start: " + e.getMessage(), e);
    }
  }

  private GreenMailUser received(UserManager users, MovingMessage message, MailAddress address)
      throws MessagingException, UserException {
    var bytes = new ByteArrayOutputStream();
    try {
      message.getMessage().writeTo(bytes);
      mailboxes.add(address.getEmail(), bytes.toByteArray());
    } catch (IOException e) {
      throw new MessagingException("the message cannot be kept: " + e.getMessage(), e);
    }
    GreenMailUser known = users.getUserByEmail(address.getEmail());
    return known != null
        ? known
        : users.createUser(address.getEmail(), address.getEmail(), address.getEmail());
  }

  public String smtpHost() {
    return LOOPBACK;
  }

  public int smtpPort() {
    return smtp.getSmtp().getPort();
  }

  /** Of the inbox: a page for people, and GreenMail's {@code /api/user/{mail}/messages/INBOX}. */
  public String url() {
    return "http://localhost:" + inbox.port();
  }

  @Override
  public void close() {
    smtp.stop();
    inbox.close();
  }
}
