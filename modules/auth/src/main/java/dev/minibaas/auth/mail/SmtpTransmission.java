package dev.minibaas.auth.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends mails over one connection to an SMTP server, which is opened by the first of them. */
final class SmtpTransmission implements Transmission {
  private static final String CHARSET = StandardCharsets.UTF_8.name();
  private static final String PATIENCE_MILLIS = "10000";
  private static final int IMPLICIT_TLS_PORT = 465;

  /** The reply of a server that won't change its mind (RFC 5321, section 4.2.1). */
  private static final Pattern REFUSED = Pattern.compile("^5\\d\\d\\b.*", Pattern.DOTALL);

  private final MailConfig.Smtp config;
  private final Session session;
  private @Nullable Transport open;

  SmtpTransmission(MailConfig.Smtp config) {
    this.config = config;
    this.session = Session.getInstance(properties(config));
  }

  @Override
  public void send(OutboxStore.Due mail) {
    try {
      MimeMessage message = message(mail);
      message.saveChanges();
      transport().sendMessage(message, message.getAllRecipients());
    } catch (MessagingException | UnsupportedEncodingException e) {
      close();
      throw new Undelivered(text(e), isPermanent(e), e);
    }
  }

  private Transport transport() throws MessagingException {
    Transport transport = open;
    if (transport == null) {
      transport = session.getTransport("smtp");
      transport.connect(config.host(), config.port(), config.user(), config.password());
      open = transport;
    }
    return transport;
  }

  private MimeMessage message(OutboxStore.Due mail)
      throws MessagingException, UnsupportedEncodingException {
    MimeMessage message = new Identified(session, "<" + mail.id() + "@" + domain() + ">");
    InternetAddress from = new InternetAddress(config.from(), true);
    if (!config.senderName().isEmpty()) {
      from.setPersonal(config.senderName(), CHARSET);
    }
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.recipient(), true));
    message.setSubject(mail.subject(), CHARSET);
    message.setSentDate(Date.from(Instant.now()));
    // RFC 3834: no vacation notices in return
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setContent(new MimeMultipart("alternative", text(mail), html(mail)));
    return message;
  }

  private static MimeBodyPart text(OutboxStore.Due mail) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(mail.text(), CHARSET);
    return part;
  }

  private static MimeBodyPart html(OutboxStore.Due mail) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(mail.html(), CHARSET, "html");
    return part;
  }

  private String domain() {
    return config.from().substring(config.from().lastIndexOf('@') + 1);
  }

  /** A message whose id is the outbox's, so that a repetition is seen to be one. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  private static Properties properties(MailConfig.Smtp config) {
    boolean implicit = config.port() == IMPLICIT_TLS_PORT;
    Properties properties = new Properties();
    properties.put("mail.smtp.auth", Boolean.toString(config.user() != null));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(implicit));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put(
        "mail.smtp.starttls.enable",
        Boolean.toString(!implicit && config.tls() != MailConfig.Tls.NONE));
    properties.put(
        "mail.smtp.starttls.required", Boolean.toString(!implicit && mustEncrypt(config)));
    properties.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
    properties.put("mail.smtp.timeout", PATIENCE_MILLIS);
    properties.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
    return properties;
  }

  /** A password isn't sent in the clear to another machine, unless that is asked for. */
  private static boolean mustEncrypt(MailConfig.Smtp config) {
    return switch (config.tls()) {
      case REQUIRED -> true;
      case NONE -> false;
      case AUTO -> config.user() != null && !isLoopback(config.host());
    };
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Only what the server said of this mail; what concerns the connection passes. */
  private static boolean isPermanent(Exception failure) {
    if (failure instanceof UnsupportedEncodingException) {
      return true;
    }
    for (Throwable e = failure;
        e instanceof MessagingException messaging;
        e = messaging.getNextException()) {
      String message = e.getMessage();
      if (e instanceof SendFailedException
          && message != null
          && REFUSED.matcher(message).matches()) {
        return true;
      }
      if (e instanceof jakarta.mail.internet.AddressException) {
        return true;
      }
    }
    return false;
  }

  private static String text(Exception failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable e = failure;
        e != null;
        e = e instanceof MessagingException messaging ? messaging.getNextException() : null) {
      text.append(text.isEmpty() ? "" : "; ").append(String.valueOf(e.getMessage()).strip());
    }
    return text.toString();
  }

  @Override
  public void close() {
    Transport transport = open;
    open = null;
    if (transport != null) {
      try {
        transport.close();
      } catch (MessagingException e) {
        // the server is gone; the next mail tries anew
        return;
      }
    }
  }
}
