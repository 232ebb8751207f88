package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.mail.Postman;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import dev.minibaas.platform.log.Log;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does what was asked for by {@link MailRequests}: looks up whose address it is, and makes the mail
 * if it is somebody's. Nobody waits for it, so how long it takes tells nobody anything.
 */
public final class RequestedMails implements Postman.Round {
  private static final Logger LOG = Log.of(RequestedMails.class);

  private final AuthConfig config;
  private final Transactions transactions;
  private final Seams seams;
  private final CodeMails mails;
  private final MailGaps gaps;
  private final NewAccounts accounts;
  private final Clock clock;
  private final MailRequests requests = new MailRequests();
  private final UserStore users = new UserStore();

  public RequestedMails(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.seams = seams;
    this.mails = new CodeMails(config, seams.mailer(), clock);
    this.gaps = new MailGaps(config.mailFrequency(), clock);
    this.accounts = new NewAccounts(config, clock);
    this.clock = clock;
  }

  /** What became of a request. */
  private sealed interface Outcome {
    /** There was none. */
    record Idle() implements Outcome {}

    record Done(MailRequest request, Optional<User> created) implements Outcome {}

    /** It is back in the row. */
    record Failed() implements Outcome {}
  }

  @Override
  public void run(BooleanSupplier wished) {
    boolean going = true;
    while (going && wished.getAsBoolean()) {
      Outcome outcome = transactions.in(this::next);
      if (outcome instanceof Outcome.Done done) {
        tell(done);
      }
      going = outcome instanceof Outcome.Done;
    }
    transactions.in(tx -> {
      gaps.purge(tx);
      return true;
    });
  }

  private void tell(Outcome.Done done) {
    try {
      done.created()
          .ifPresent(user -> seams.hooks().afterUserCreated(user, done.request().origin()));
    } catch (AuthFailure e) {
      LOG.log(Level.WARNING, "after_user_created hook: {0}", e.getMessage());
    }
  }

  private Outcome next(Tx tx) {
    Optional<MailRequests.Taken> taken = requests.take(tx);
    return taken.isEmpty() ? new Outcome.Idle() : done(tx, taken.get());
  }

  private Outcome done(Tx tx, MailRequests.Taken taken) {
    tx.change("savepoint request");
    try {
      Outcome done = new Outcome.Done(taken.request(), perform(tx, taken.request()));
      tx.flush();
      return done;
    } catch (AuthFailure refusal) {
      undo(tx);
      LOG.log(Level.INFO, "a mail that was asked for is not sent: {0}", refusal.getMessage());
      return new Outcome.Done(taken.request(), Optional.empty());
    } catch (RuntimeException failure) {
      return failed(tx, taken, failure);
    }
  }

  /** What fails stands in nobody's way; it is tried again as long as its code would be good. */
  private Outcome failed(Tx tx, MailRequests.Taken taken, RuntimeException failure) {
    undo(tx);
    if (clock.instant().isAfter(taken.asked().plus(config.flows().mail().codeLifetime()))) {
      LOG.log(Level.WARNING, "a mail that was asked for is given up", failure);
      return new Outcome.Done(taken.request(), Optional.empty());
    }
    LOG.log(Level.WARNING, "a mail that was asked for is tried again", failure);
    requests.putBack(tx, taken);
    return new Outcome.Failed();
  }

  private static void undo(Tx tx) {
    tx.entities().clear();
    tx.change("rollback to savepoint request");
  }

  /** The user that came to be, if one did. */
  private Optional<User> perform(Tx tx, MailRequest request) {
    Optional<User> found = users.byEmail(tx, request.email(), request.audience());
    if (found.isEmpty()) {
      return request.kind() == MailRequest.Kind.MAGIC_LINK ? signUp(tx, request) : Optional.empty();
    }
    User user = users.lock(tx, found.get().id()).orElseThrow();
    switch (request.kind()) {
      case RECOVERY -> {
        record(tx, Action.USER_RECOVERY_REQUESTED, user, request);
        mails.recovery(tx, user, request.redirect(), request.challenge());
      }
      case MAGIC_LINK -> {
        record(tx, Action.USER_RECOVERY_REQUESTED, user, request);
        mails.magicLink(tx, user, request.redirect(), request.challenge());
      }
      case SIGNUP -> {
        if (!user.isEmailConfirmed()) {
          record(tx, Action.USER_CONFIRMATION_REQUESTED, user, request);
          mails.confirmation(tx, user, request.redirect(), request.challenge());
        }
      }
      case EMAIL_CHANGE -> {
        if (!user.newEmail().isEmpty()) {
          mails.emailChange(tx, user, user.newEmail(), request.redirect(), request.challenge());
        }
      }
    }
    return Optional.empty();
  }

  /** A user without a password: the mail is how it signs in. */
  private Optional<User> signUp(Tx tx, MailRequest request) {
    NewUser user = accounts.ofEmail(request.email(), null, request.data(), request.audience());
    if (config.signup().disabled()) {
      return Optional.empty();
    }
    Metadata.bounded(accounts.preview(user));
    if (!accounts.insert(tx, user)) {
      return Optional.empty();
    }
    if (config.signup().autoconfirm()) {
      users.confirmEmail(tx, user.id());
      User written = users.existing(tx, user.id());
      record(tx, Action.USER_SIGNED_UP, written, request);
      mails.magicLink(tx, written, request.redirect(), request.challenge());
    } else {
      User written = users.existing(tx, user.id());
      record(tx, Action.USER_CONFIRMATION_REQUESTED, written, request);
      mails.confirmation(tx, written, request.redirect(), request.challenge());
    }
    return Optional.of(users.existing(tx, user.id()));
  }

  private void record(Tx tx, Action action, User user, MailRequest request) {
    seams.audit().record(tx, action, user, request.origin());
  }
}
