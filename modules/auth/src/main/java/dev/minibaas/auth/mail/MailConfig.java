package dev.minibaas.auth.mail;

import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How mails look and how they leave.
 *
 * @param smtp the server that takes them
 * @param templates folder whose files take the place of those that are built in; empty for none
 * @param language the language of mails to who has chosen none
 * @param codeLifetime how long a mailed code or link is good; a mail is given up when it has passed
 */
public record MailConfig(Smtp smtp, String templates, String language, Duration codeLifetime) {

  /** When the connection to the server is encrypted by STARTTLS. */
  public enum Tls {
    /** When the server offers it; required where a password is sent to another machine. */
    AUTO,
    REQUIRED,
    NONE
  }

  /**
   * The server that takes mails, and in whose name they go out.
   *
   * @param host empty for none: mails wait
   * @param port 465 speaks TLS from the first byte
   */
  public record Smtp(
      String host,
      int port,
      @Nullable String user,
      @Nullable String password,
      String from,
      String senderName,
      Tls tls) {

    @Override
    public String toString() {
      return "Smtp[" + host + ":" + port + "]";
    }
  }

  public static MailConfig from(Settings settings) {
    return new MailConfig(
        smtp(settings),
        settings.text("AUTH_MAIL_TEMPLATES", ""),
        settings.text("AUTH_MAIL_LANGUAGE", "en"),
        settings.seconds("GOTRUE_MAILER_OTP_EXP", 86_400, 30, 604_800));
  }

  private static Smtp smtp(Settings settings) {
    String host = settings.text("SMTP_HOST", "");
    int port = settings.integer("SMTP_PORT", 1025, 1, 65_535);
    String user = settings.textOrNull("SMTP_USER");
    String password = settings.secretOrNull("SMTP_PASS");
    String from = settings.text("EMAIL_FROM", "noreply@localhost");
    String ownUser = settings.textOrNull("GOTRUE_SMTP_USER");
    String ownPassword = settings.secretOrNull("GOTRUE_SMTP_PASS");
    return new Smtp(
        settings.text("GOTRUE_SMTP_HOST", host),
        settings.integer("GOTRUE_SMTP_PORT", port, 1, 65_535),
        ownUser == null ? user : ownUser,
        ownPassword == null ? password : ownPassword,
        settings.text("GOTRUE_SMTP_ADMIN_EMAIL", from),
        settings.text("GOTRUE_SMTP_SENDER_NAME", ""),
        tls(settings));
  }

  private static Tls tls(Settings settings) {
    return switch (settings.oneOf("SMTP_TLS", "auto", List.of("auto", "required", "none"))) {
      case "required" -> Tls.REQUIRED;
      case "none" -> Tls.NONE;
      default -> Tls.AUTO;
    };
  }
}
