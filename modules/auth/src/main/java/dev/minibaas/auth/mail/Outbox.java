package dev.minibaas.auth.mail;

import dev.minibaas.auth.entity.OutgoingMail;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Keeps mails in the table {@code minibaas_auth.mail_outbox} until they are sent. */
public final class Outbox implements Mailer {
  private final MailTemplates templates;
  private final Clock clock;

  public Outbox(MailTemplates templates, Clock clock) {
    this.templates = templates;
    this.clock = clock;
  }

  @Override
  public UUID enqueue(Tx tx, MailKind kind, User user, MailContent content) {
    MailTemplates.Rendered mail = templates.render(kind, user, content);
    OutgoingMail outgoing =
        new OutgoingMail(
            content.recipient(),
            mail.subject(),
            mail.text(),
            mail.html(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    tx.entities().persist(outgoing);
    return outgoing.messageId();
  }
}
