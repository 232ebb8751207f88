package dev.minibaas.auth.admin;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.flow.CodeMails;
import dev.minibaas.auth.flow.NewAccounts;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.Optional;

/** {@code POST /invite}: an account for an address, whose owner is asked to take it. */
public final class Invitation {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Seams seams;
  private final CodeMails mails;
  private final NewAccounts accounts;
  private final Redirects redirects;
  private final UserStore users = new UserStore();

  public Invitation(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.seams = seams;
    this.mails = new CodeMails(config, seams.mailer(), clock);
    this.accounts = new NewAccounts(config, clock);
    this.redirects = new Redirects(config.siteUrl(), config.flows().allowedRedirects());
  }

  User invite(RequestBody body, Call call, Referrer referrer) {
    call.requireAdmin(config.jwt());
    String email = Email.validated(body.text("email"));
    JsonObject data = body.objectOrNull("data");
    NewUser newcomer =
        accounts.ofEmail(
            email, null, data == null ? JsonValue.EMPTY_JSON_OBJECT : data, call.audience());
    Metadata.bounded(accounts.preview(newcomer));
    Optional<User> known = transactions.read(tx -> users.byEmail(tx, email, call.audience()));
    if (known.isEmpty()) {
      seams.hooks().beforeUserCreated(accounts.preview(newcomer), call.origin());
    }
    User invited =
        transactions.in(tx -> {
          User user = known.isPresent() ? unconfirmed(known.get()) : created(tx, newcomer);
          record(tx, seams, user, call);
          mails.invite(tx, user, redirects.choose(referrer));
          users.invited(tx, user.id());
          return users.existing(tx, user.id());
        });
    if (known.isEmpty()) {
      seams.hooks().afterUserCreated(invited, call.origin());
    }
    return invited;
  }

  private User created(Tx tx, NewUser newcomer) {
    if (!accounts.insert(tx, newcomer)) {
      throw taken();
    }
    return users.existing(tx, newcomer.id());
  }

  static User unconfirmed(User user) {
    if (user.isEmailConfirmed()) {
      throw taken();
    }
    return user;
  }

  static void record(Tx tx, Seams seams, User user, Call call) {
    seams
        .audit()
        .record(
            tx,
            Action.USER_INVITED,
            user,
            call.origin(),
            JsonValues.object()
                .add("user_id", user.id().toString())
                .add("user_email", user.email())
                .build());
  }

  static AuthFailure taken() {
    return AuthFailure.unprocessable(
        ErrorCode.EMAIL_EXISTS, "A user with this email address has already been registered");
  }
}
