package dev.minibaas.auth.mail;

/** The mails there are; each has its template. */
public enum MailKind {
  CONFIRMATION,
  INVITE,
  MAGIC_LINK,
  RECOVERY,
  EMAIL_CHANGE,
  REAUTHENTICATION
}
