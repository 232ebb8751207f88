package dev.minibaas.auth.mail;

import org.jspecify.annotations.Nullable;

/**
 * What a template fills in beside the user.
 *
 * @param recipient the address it goes to, which in an e-mail change may be the old or the new one
 * @param code the digits
 * @param tokenHash what the link of the mail carries instead of the code
 * @param newEmail the address asked for, in an e-mail change
 * @param redirectTo where the link leads in the end; allowed already
 */
public record MailContent(
    String recipient, String code, String tokenHash, @Nullable String newEmail, String redirectTo) {

  /** The code stays out of logs. */
  @Override
  public String toString() {
    return "MailContent[to " + recipient + "]";
  }
}
