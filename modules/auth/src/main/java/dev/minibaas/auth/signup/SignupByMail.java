package dev.minibaas.auth.signup;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.flow.CodeMails;
import dev.minibaas.auth.flow.MailGaps;
import dev.minibaas.auth.flow.NewAccounts;
import dev.minibaas.auth.hook.HookPoint;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Signing up with an address that must be confirmed.
 *
 * <p>Who signs up with the address of an account gets a user object as if it were new, after the
 * same work: the rows of a user are written for both, and for one of them taken back.
 */
final class SignupByMail {
  /** As long as one. */
  private static final String NO_HASH =
      "$2a$10$......................................................";

  private final Transactions transactions;
  private final Seams seams;
  private final CodeMails mails;
  private final MailGaps gaps;
  private final NewAccounts accounts;
  private final Redirects redirects;
  private final UserStore users = new UserStore();

  SignupByMail(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.transactions = transactions;
    this.seams = seams;
    this.mails = new CodeMails(config, seams.mailer(), clock);
    this.gaps = new MailGaps(config.mailFrequency(), clock);
    this.accounts = new NewAccounts(config, clock);
    this.redirects = new Redirects(config.siteUrl(), config.flows().allowedRedirects());
  }

  /** How it ended: with the answer, and the user that came to be, if one did. */
  private record Outcome(JsonObject answer, Optional<User> created) {}

  JsonObject signup(SignupForm form, String passwordHash, Call call, Referrer referrer) {
    Metadata.bounded(
        accounts.preview(
            accounts.ofEmail(form.email(), passwordHash, form.data(), call.audience())));
    String redirect = redirects.choose(referrer);
    NewUser user = accounts.ofEmail(form.email(), passwordHash, form.data(), call.audience());
    if (seams.hooks().isOn(HookPoint.BEFORE_USER_CREATED)) {
      askHook(user, form, call);
    }
    Outcome outcome =
        transactions.in(tx -> {
          gaps.refuseTooSoon(tx, form.email(), MailGaps.SIGNUP);
          Optional<User> known = users.byEmail(tx, form.email(), call.audience());
          return known.isEmpty() && isInserted(tx, user)
              ? created(tx, user, form, redirect, call)
              : repeated(tx, known, form, redirect, call);
        });
    outcome.created().ifPresent(created -> seams.hooks().afterUserCreated(created, call.origin()));
    return outcome.answer();
  }

  private void askHook(NewUser user, SignupForm form, Call call) {
    Optional<User> known =
        transactions.read(tx -> users.byEmail(tx, form.email(), call.audience()));
    if (known.isEmpty()) {
      seams.hooks().beforeUserCreated(accounts.preview(user), call.origin());
    }
  }

  /** Not when somebody else was faster. */
  private boolean isInserted(Tx tx, NewUser user) {
    tx.change("savepoint account");
    return accounts.insert(tx, user);
  }

  private Outcome created(Tx tx, NewUser user, SignupForm form, String redirect, Call call) {
    User written = users.existing(tx, user.id());
    mails.confirmation(tx, written, redirect, form.challenge());
    User asked = users.existing(tx, user.id());
    tx.change("release savepoint account");
    seams.audit().record(tx, Action.USER_CONFIRMATION_REQUESTED, asked, call.origin());
    return new Outcome(asked.json(), Optional.of(asked));
  }

  private Outcome repeated(
      Tx tx, Optional<User> before, SignupForm form, String redirect, Call call) {
    User known =
        before
            .or(() -> users.byEmail(tx, form.email(), call.audience()))
            .orElseThrow(Signup::taken);
    if (known.isEmailConfirmed()) {
      JsonObject answer = phantom(tx, form, redirect, call);
      seams.audit().record(tx, Action.USER_REPEATED_SIGNUP, known, call.origin());
      return new Outcome(answer, Optional.empty());
    }
    mails.confirmation(tx, known, redirect, form.challenge());
    seams.audit().record(tx, Action.USER_CONFIRMATION_REQUESTED, known, call.origin());
    return new Outcome(users.existing(tx, known.id()).json(), Optional.empty());
  }

  /** Writes a user under an address that can't be anybody's, and takes it back. */
  private JsonObject phantom(Tx tx, SignupForm form, String redirect, Call call) {
    tx.change("savepoint account");
    NewUser user = elsewhere(accounts.ofEmail(form.email(), NO_HASH, form.data(), call.audience()));
    accounts.insert(tx, user);
    User written = users.existing(tx, user.id());
    mails.confirmation(tx, written, redirect, form.challenge());
    User asked = users.existing(tx, user.id());
    tx.entities().clear();
    tx.change("rollback to savepoint account");
    return NewAccounts.disguised(asked, form.email());
  }

  private static NewUser elsewhere(NewUser user) {
    return new NewUser(
        user.id(),
        user.audience(),
        user.role(),
        UUID.randomUUID() + "@phantom.invalid",
        null,
        user.passwordHash(),
        false,
        user.appMetadata(),
        user.userMetadata());
  }
}
