package dev.minibaas.auth.mail;

import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import java.util.UUID;

/** Where flows hand in their mails; a hook may take the place of the outbox. */
@FunctionalInterface
public interface Mailer {

  /** The mail is sent if, and only if, the transaction commits. Answers its message id. */
  UUID enqueue(Tx tx, MailKind kind, User user, MailContent content);

  /** The two mails of a change of address that both mailboxes have to agree to. */
  default void enqueueBoth(Tx tx, User user, MailContent toCurrent, MailContent toNew) {
    enqueue(tx, MailKind.EMAIL_CHANGE_CURRENT, user, toCurrent);
    enqueue(tx, MailKind.EMAIL_CHANGE_NEW, user, toNew);
  }
}
