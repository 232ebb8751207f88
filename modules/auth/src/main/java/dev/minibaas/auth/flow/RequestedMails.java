package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.mail.Postman;
import dev.minibaas.auth.sql.DatabaseFailure;
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
  private final MailRequests requests = new MailRequests();
  private final UserStore users = new UserStore();

  public RequestedMails(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.seams = seams;
    this.mails = new CodeMails(config, seams.mailer(), clock);
    this.gaps = new MailGaps(config.mailFrequency(), clock);
    this.accounts = new NewAccounts(config, clock);
  }

  /** What a request led to. */
  private record Done(MailRequest request, Optional<User> created) {}

  @Override
  public void run(BooleanSupplier wished) {
    boolean going = true;
    while (going && wished.getAsBoolean()) {
      Optional<Done> done = transactions.in(this::next);
      done.ifPresent(this::tell);
      going = done.isPresent();
    }
    transactions.in(tx -> {
      gaps.purge(tx);
      return true;
    });
  }

  private void tell(Done done) {
    try {
      done.created()
          .ifPresent(user -> seams.hooks().afterUserCreated(user, done.request().origin()));
    } catch (AuthFailure e) {
      LOG.log(Level.WARNING, "after_user_created hook: {0}", e.getMessage());
    }
  }

  private Optional<Done> next(Tx tx) {
    return requests.take(tx).map(request -> done(tx, request));
  }

  /**
   * A request that can't be met, by a hook's refusal or a fault of its own, is over all the same.
   */
  private Done done(Tx tx, MailRequest request) {
    tx.change("savepoint request");
    try {
      Done done = new Done(request, perform(tx, request));
      tx.flush();
      return done;
    } catch (AuthFailure | IllegalStateException e) {
      tx.entities().clear();
      tx.change("rollback to savepoint request");
      LOG.log(Level.INFO, "a mail that was asked for is not sent: {0}", e.getMessage());
      return new Done(request, Optional.empty());
    } catch (DatabaseFailure e) {
      if (!e.isBadValue() && !e.isDuplicate()) {
        throw e;
      }
      tx.entities().clear();
      tx.change("rollback to savepoint request");
      LOG.log(Level.WARNING, "a mail that was asked for is not sent: {0}", e.getMessage());
      return new Done(request, Optional.empty());
    }
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
