package dev.minibaas.auth.mail;

import dev.minibaas.auth.limit.RateLimits;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import java.util.UUID;

/** Takes no more mails than the settings allow for all users together. */
public final class LimitedMailer implements Mailer {
  private final Mailer mailer;
  private final RateLimits limits;

  public LimitedMailer(Mailer mailer, RateLimits limits) {
    this.mailer = mailer;
    this.limits = limits;
  }

  @Override
  public UUID enqueue(Tx tx, MailKind kind, User user, MailContent content) {
    limits.ofMail();
    return mailer.enqueue(tx, kind, user, content);
  }
}
