package dev.minibaas.auth.signup;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.flow.NewAccounts;
import dev.minibaas.auth.password.PasswordPolicy;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.Optional;

/** Signing up by e-mail, by phone, or anonymously. */
public final class Signup {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final Sessions sessions;
  private final Seams seams;
  private final NewAccounts accounts;
  private final SignupByMail byMail;
  private final SignupByPhone byPhone;
  private final UserStore users = new UserStore();

  public Signup(
      AuthConfig config,
      Transactions transactions,
      Passwords passwords,
      Sessions sessions,
      Seams seams,
      Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.passwords = passwords;
    this.policy = new PasswordPolicy(config);
    this.sessions = sessions;
    this.seams = seams;
    this.accounts = new NewAccounts(config, clock);
    this.byMail = new SignupByMail(config, transactions, seams, clock);
    this.byPhone = new SignupByPhone(config, transactions, sessions, seams, clock);
  }

  public JsonObject signup(RequestBody body, Call call) {
    return signup(body, call, Referrer.NONE);
  }

  /** The session of the new user, or the bare user when the address has yet to be confirmed. */
  public JsonObject signup(RequestBody body, Call call, Referrer referrer) {
    if (config.signup().disabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.SIGNUP_DISABLED, "Signups not allowed for this instance");
    }
    SignupForm form = SignupForm.of(body);
    if (form.isAnonymous()) {
      return anonymously(form, call);
    }
    return form.phone().isEmpty() ? byEmail(form, call, referrer) : byPhone(form, call);
  }

  private JsonObject anonymously(SignupForm form, Call call) {
    if (!config.signup().anonymousEnabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.ANONYMOUS_PROVIDER_DISABLED, "Anonymous sign-ins are disabled");
    }
    NewUser user = accounts.anonymous(form.data(), call.audience());
    seams.hooks().beforeUserCreated(accounts.preview(user), call.origin());
    SessionAnswer answer =
        transactions.in(tx -> {
          accounts.insert(tx, user);
          return opened(tx, user, "anonymous", call);
        });
    seams.hooks().afterUserCreated(answer.user(), call.origin());
    return answer.json();
  }

  private JsonObject byEmail(SignupForm form, Call call, Referrer referrer) {
    if (!config.signup().emailEnabled()) {
      throw AuthFailure.badRequest(ErrorCode.EMAIL_PROVIDER_DISABLED, "Email signups are disabled");
    }
    SignupForm valid = form.validated();
    policy.check(valid.password());
    if (config.signup().autoconfirm()) {
      return confirmed(valid, call);
    }
    return byMail.signup(valid, passwords.hash(valid.password()), call, referrer);
  }

  private JsonObject byPhone(SignupForm form, Call call) {
    byPhone.requireEnabled();
    SignupForm valid = form.validated();
    policy.check(valid.password());
    return byPhone.signup(valid, passwords.hash(valid.password()), call);
  }

  private JsonObject confirmed(SignupForm form, Call call) {
    Optional<User> known =
        transactions.read(tx -> users.byEmail(tx, form.email(), call.audience()));
    if (known.isPresent()) {
      return pending(known.get(), form, call).json();
    }
    NewUser user =
        accounts.ofEmail(
            form.email(), passwords.hash(form.password()), form.data(), call.audience());
    seams.hooks().beforeUserCreated(accounts.preview(user), call.origin());
    SessionAnswer answer =
        transactions.in(tx -> {
          if (!accounts.insert(tx, user)) {
            throw taken();
          }
          users.confirmEmail(tx, user.id());
          return opened(tx, user, "password", call);
        });
    seams.hooks().afterUserCreated(answer.user(), call.origin());
    return answer.json();
  }

  private SessionAnswer opened(Tx tx, NewUser user, String method, Call call) {
    SessionAnswer answer = sessions.start(tx, user.id(), method, call.origin());
    Metadata.bounded(answer.user());
    seams.audit().record(tx, Action.USER_SIGNED_UP, answer.user(), call.origin());
    return answer;
  }

  /**
   * An account that waits for its confirmation, now that none is asked for: it opens to whoever
   * knows its password. Anybody else would enter an account that somebody else has begun.
   */
  private SessionAnswer pending(User user, SignupForm form, Call call) {
    if (user.isEmailConfirmed() || !passwords.matches(form.password(), user.passwordHash())) {
      throw taken();
    }
    return transactions.in(tx -> {
      users.confirmEmail(tx, user.id());
      seams.audit().record(tx, Action.LOGIN, user, call.origin());
      return sessions.start(tx, user.id(), "password", call.origin());
    });
  }

  static AuthFailure taken() {
    return AuthFailure.unprocessable(ErrorCode.USER_ALREADY_EXISTS, "User already registered");
  }
}
