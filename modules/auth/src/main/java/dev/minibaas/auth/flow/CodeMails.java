package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.mail.MailContent;
import dev.minibaas.auth.mail.MailKind;
import dev.minibaas.auth.mail.Mailer;
import dev.minibaas.auth.onetime.OneTimeCode;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.pkce.Challenge;
import dev.minibaas.auth.pkce.FlowStates;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Mails with a code: each makes the code, puts the mail into the outbox and begins the PKCE flow.
 */
public final class CodeMails {
  private final OneTimeTokens tokens;
  private final Mailer mailer;
  private final boolean secureEmailChange;
  private final FlowStates flows = new FlowStates();
  private final UserStore users = new UserStore();

  public CodeMails(AuthConfig config, Mailer mailer, Clock clock) {
    this.tokens = new OneTimeTokens(config.otpLength(), config.mailFrequency(), clock);
    this.mailer = mailer;
    this.secureEmailChange = config.flows().secureEmailChange();
  }

  public OneTimeTokens tokens() {
    return tokens;
  }

  /** For who has signed up. */
  public void confirmation(Tx tx, User user, String redirect, @Nullable Challenge challenge) {
    begin(tx, user, "email", "email/signup", challenge);
    send(tx, user, OneTimeTokenType.CONFIRMATION_TOKEN, MailKind.CONFIRMATION, redirect, challenge);
  }

  public void invite(Tx tx, User user, String redirect) {
    send(tx, user, OneTimeTokenType.CONFIRMATION_TOKEN, MailKind.INVITE, redirect, null);
  }

  public void recovery(Tx tx, User user, String redirect, @Nullable Challenge challenge) {
    begin(tx, user, "recovery", "recovery", challenge);
    send(tx, user, OneTimeTokenType.RECOVERY_TOKEN, MailKind.RECOVERY, redirect, challenge);
  }

  public void magicLink(Tx tx, User user, String redirect, @Nullable Challenge challenge) {
    begin(tx, user, "magiclink", "magiclink", challenge);
    send(tx, user, OneTimeTokenType.RECOVERY_TOKEN, MailKind.MAGIC_LINK, redirect, challenge);
  }

  public void reauthentication(Tx tx, User user, String redirect) {
    send(
        tx,
        user,
        OneTimeTokenType.REAUTHENTICATION_TOKEN,
        MailKind.REAUTHENTICATION,
        redirect,
        null);
  }

  /** To the wished address and, where both must agree, to the current one. */
  public void emailChange(
      Tx tx, User user, String wished, String redirect, @Nullable Challenge challenge) {
    begin(tx, user, "email_change", "email_change", challenge);
    // clicks for what was asked before don't count for this
    users.askEmailChange(tx, user.id(), wished);
    OneTimeCode fresh =
        tokens.issue(
            tx, user.id(), OneTimeTokenType.EMAIL_CHANGE_TOKEN_NEW, wished, challenge != null);
    MailContent toNew = content(wished, fresh, wished, redirect);
    if (secureEmailChange && !user.email().isEmpty()) {
      OneTimeCode current =
          tokens.issue(
              tx,
              user.id(),
              OneTimeTokenType.EMAIL_CHANGE_TOKEN_CURRENT,
              user.email(),
              challenge != null);
      mailer.enqueueBoth(tx, user, content(user.email(), current, wished, redirect), toNew);
    } else {
      // a pending click of the current address is for another change
      tokens.forget(tx, user.id(), OneTimeTokenType.EMAIL_CHANGE_TOKEN_CURRENT);
      mailer.enqueue(tx, MailKind.EMAIL_CHANGE_NEW, user, toNew);
    }
  }

  private void send(
      Tx tx,
      User user,
      OneTimeTokenType type,
      MailKind kind,
      String redirect,
      @Nullable Challenge challenge) {
    OneTimeCode code = tokens.issue(tx, user.id(), type, user.email(), challenge != null);
    mailer.enqueue(tx, kind, user, content(user.email(), code, null, redirect));
  }

  private void begin(
      Tx tx, User user, String provider, String method, @Nullable Challenge challenge) {
    if (challenge != null) {
      flows.begin(tx, user.id(), provider, method, challenge);
    }
  }

  private static MailContent content(
      String recipient, OneTimeCode code, @Nullable String newEmail, String redirect) {
    return new MailContent(recipient, code.code(), code.hash(), newEmail, redirect);
  }
}
