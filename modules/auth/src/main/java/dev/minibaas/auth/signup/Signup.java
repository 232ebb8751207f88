package dev.minibaas.auth.signup;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.password.PasswordPolicy;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.IdentityStore;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Signing up by e-mail, or anonymously.
 *
 * <p>Where addresses must be confirmed, the answer doesn't tell whether an account existed: who
 * signs up with somebody's address gets a user object as if it were new, after the same work.
 */
public final class Signup {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final Sessions sessions;
  private final Confirmation confirmation;
  private final UserStore users = new UserStore();
  private final IdentityStore identities = new IdentityStore();

  public Signup(
      AuthConfig config,
      Transactions transactions,
      Passwords passwords,
      Sessions sessions,
      Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.passwords = passwords;
    this.policy = new PasswordPolicy(config);
    this.sessions = sessions;
    this.confirmation = new Confirmation(config, clock);
  }

  /** The session of the new user, or the bare user when the address has yet to be confirmed. */
  public JsonObject signup(RequestBody body, Call call) {
    if (config.signup().disabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.SIGNUP_DISABLED, "Signups not allowed for this instance");
    }
    SignupForm form = SignupForm.of(body);
    return form.isAnonymous() ? anonymously(form, call) : byEmail(form, call);
  }

  private JsonObject anonymously(SignupForm form, Call call) {
    if (!config.signup().anonymousEnabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.ANONYMOUS_PROVIDER_DISABLED, "Anonymous sign-ins are disabled");
    }
    NewUser user =
        new NewUser(
            UUID.randomUUID(),
            call.audience(),
            config.jwt().defaultRole(),
            null,
            null,
            null,
            true,
            JsonValue.EMPTY_JSON_OBJECT,
            form.data());
    return transactions
        .in(tx -> {
          users.insert(tx, user);
          return opened(tx, user, "anonymous", call);
        })
        .json();
  }

  private JsonObject byEmail(SignupForm form, Call call) {
    if (!config.signup().emailEnabled()) {
      throw AuthFailure.badRequest(ErrorCode.EMAIL_PROVIDER_DISABLED, "Email signups are disabled");
    }
    SignupForm valid = form.validated();
    policy.check(valid.password());
    return config.signup().autoconfirm() ? confirmed(valid, call) : unconfirmed(valid, call);
  }

  private JsonObject confirmed(SignupForm form, Call call) {
    Optional<User> known = find(form, call);
    if (known.isPresent()) {
      return pending(known.get(), form, call).json();
    }
    NewUser user = newUser(form, call);
    SessionAnswer answer =
        transactions.in(tx -> {
          if (!insert(tx, user, form)) {
            throw taken();
          }
          users.confirmEmail(tx, user.id());
          return opened(tx, user, "password", call);
        });
    return answer.json();
  }

  private SessionAnswer opened(Tx tx, NewUser user, String method, Call call) {
    SessionAnswer answer = sessions.start(tx, user.id(), method, call.origin());
    Metadata.bounded(answer.user());
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
      return sessions.start(tx, user.id(), "password", call.origin());
    });
  }

  private JsonObject unconfirmed(SignupForm form, Call call) {
    NewUser user = newUser(form, call);
    return transactions.in(tx -> {
      if (insert(tx, user, form)) {
        confirmation.ask(tx, Metadata.bounded(users.existing(tx, user.id())));
        return users.existing(tx, user.id()).json();
      }
      User known = users.byEmail(tx, form.email(), call.audience()).orElseThrow(Signup::taken);
      if (known.isEmailConfirmed()) {
        return confirmation.asIfNew(user);
      }
      confirmation.ask(tx, known);
      return users.existing(tx, known.id()).json();
    });
  }

  private Optional<User> find(SignupForm form, Call call) {
    return transactions.read(tx -> users.byEmail(tx, form.email(), call.audience()));
  }

  private NewUser newUser(SignupForm form, Call call) {
    UUID id = UUID.randomUUID();
    return new NewUser(
        id,
        call.audience(),
        config.jwt().defaultRole(),
        form.email(),
        null,
        passwords.hash(form.password()),
        false,
        Metadata.ofProvider("email"),
        identityData(id, form));
  }

  private boolean insert(Tx tx, NewUser user, SignupForm form) {
    boolean inserted = users.insert(tx, user);
    if (inserted) {
      identities.insert(tx, user.id(), "email", identityData(user.id(), form));
    }
    return inserted;
  }

  /** What was filled in, except where it would forge what the service itself says. */
  private static JsonObject identityData(UUID id, SignupForm form) {
    return Metadata.merged(form.data(), IdentityStore.emailData(id, form.email(), false));
  }

  private static AuthFailure taken() {
    return AuthFailure.unprocessable(ErrorCode.USER_ALREADY_EXISTS, "User already registered");
  }
}
