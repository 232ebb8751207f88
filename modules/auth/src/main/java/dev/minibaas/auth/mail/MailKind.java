package dev.minibaas.auth.mail;

/** The mails there are; each has its templates. */
public enum MailKind {
  CONFIRMATION("confirmation", "signup"),
  INVITE("invite", "invite"),
  MAGIC_LINK("magic_link", "magiclink"),
  RECOVERY("recovery", "recovery"),
  /** To the address that is to be left. */
  EMAIL_CHANGE_CURRENT("email_change_current", "email_change"),
  /** To the address that is wished for. */
  EMAIL_CHANGE_NEW("email_change_new", "email_change"),
  REAUTHENTICATION("reauthentication", "reauthentication");

  private final String template;
  private final String action;

  MailKind(String template, String action) {
    this.template = template;
    this.action = action;
  }

  /** What its files' names begin with. */
  public String template() {
    return template;
  }

  /** GoTrue's name of what the mail is for, which its link hands to {@code /verify}. */
  public String action() {
    return action;
  }
}
