package dev.minibaas.auth.mail;

import dev.minibaas.auth.user.User;

/** Makes a mail's subject and bodies. */
@FunctionalInterface
public interface MailTemplates {

  /** A mail as it will be sent. */
  record Rendered(String subject, String text, String html) {}

  Rendered render(MailKind kind, User user, MailContent content);
}
