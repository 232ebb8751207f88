package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.onetime.OneTimeCode;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Session;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proving anew who one is before a new password, when the session is old. */
public final class Reauthentication {
  private static final Duration RECENT = Duration.ofHours(24);

  private final AuthConfig config;
  private final Transactions transactions;
  private final Seams seams;
  private final CodeMails mails;
  private final CodeMessages messages;
  private final OneTimeTokens tokens;
  private final Clock clock;
  private final UserStore users = new UserStore();

  public Reauthentication(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.seams = seams;
    this.mails = new CodeMails(config, seams.mailer(), clock);
    this.messages = new CodeMessages(config, seams.texts(), clock);
    this.tokens = mails.tokens();
    this.clock = clock;
  }

  /** Sends a code to the user's address, or else to its phone. */
  public void ask(User user, Call call) {
    refuseUnreachable(user);
    Optional<CodeMessages.Message> message =
        transactions.in(tx -> {
          User locked = users.lock(tx, user.id()).orElse(user);
          seams.audit().record(tx, Action.USER_REAUTHENTICATE_REQUESTED, locked, call.origin());
          if (locked.email().isEmpty()) {
            return Optional.of(messages.reauthentication(tx, locked));
          }
          tokens.refuseTooSoon(
              locked.times().reauthenticationSent(), ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
          mails.reauthentication(tx, locked, config.siteUrl());
          return Optional.empty();
        });
    message.ifPresent(sent -> messages.send(sent, call.origin()));
  }

  private static void refuseUnreachable(User user) {
    if (user.email().isEmpty() && user.phone().isEmpty()) {
      throw AuthFailure.unprocessable(
          ErrorCode.VALIDATION_FAILED,
          "Reauthentication requires the user to have an email or a phone number");
    }
    if (!user.email().isEmpty() && !user.isEmailConfirmed()) {
      throw AuthFailure.unprocessable(
          ErrorCode.EMAIL_NOT_CONFIRMED, "Please verify your email first.");
    }
    if (user.email().isEmpty() && !user.isPhoneConfirmed()) {
      throw AuthFailure.unprocessable(
          ErrorCode.PHONE_NOT_CONFIRMED, "Please verify your phone first.");
    }
  }

  /** Whether a new password needs a code, given the session that asks for it. */
  public boolean isNeeded(@Nullable Session session) {
    return config.flows().reauthentication()
        && (session == null || clock.instant().isAfter(session.createdAt().plus(RECENT)));
  }

  /** 400 without a code. */
  public void requireNonce(String nonce) {
    if (nonce.isEmpty()) {
      throw AuthFailure.badRequest(
          ErrorCode.REAUTHENTICATION_NEEDED, "Password update requires reauthentication");
    }
  }

  /** Uses the code up, or 422. */
  public void use(Tx tx, User user, String nonce) {
    boolean byMail = !user.email().isEmpty();
    String address = byMail ? user.email() : user.phone();
    Duration lifetime =
        byMail ? config.flows().mail().codeLifetime() : config.flows().phone().codeLifetime();
    OneTimeTokens.Pending pending =
        tokens
            .find(tx, OneTimeCode.hash(address, nonce), OneTimeTokenType.REAUTHENTICATION_TOKEN)
            .filter(found -> found.userId().equals(user.id()))
            .filter(found -> found.relatesTo().equals(address))
            .filter(found -> clock.instant().isBefore(found.createdAt().plus(lifetime)))
            .orElseThrow(() ->
                AuthFailure.unprocessable(
                    ErrorCode.REAUTHENTICATION_NOT_VALID, "Nonce has expired or is invalid"));
    tokens.forget(tx, user.id(), pending.type());
  }
}
