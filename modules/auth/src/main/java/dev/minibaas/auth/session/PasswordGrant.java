package dev.minibaas.auth.session;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.WeakPassword;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.password.PasswordPolicy;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.user.Email;
import dev.minibaas.auth.user.Phone;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code grant_type=password}. */
public final class PasswordGrant {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final Sessions sessions;
  private final Seams seams;
  private final Clock clock;
  private final UserStore users = new UserStore();

  public PasswordGrant(
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
    this.clock = clock;
  }

  /** A session for the right password; unknown user, wrong and no password answer alike. */
  public SessionAnswer login(RequestBody body, Call call) {
    Optional<User> found = find(body, call);
    String password = body.text("password");
    String hash = found.map(User::passwordHash).orElse("");
    boolean fits = passwords.matches(password, hash);
    found.ifPresent(user -> seams.hooks().passwordAttempt(user, fits, call.origin()));
    if (!fits || found.isEmpty()) {
      throw AuthFailure.badRequest(ErrorCode.INVALID_CREDENTIALS, "Invalid login credentials");
    }
    User user = found.get();
    boolean byPhone = !body.text("phone").isEmpty();
    refuseUnready(user, byPhone);
    String fresh = passwords.isOutdated(password, hash) ? passwords.hash(password) : null;
    return transactions
        .in(tx -> {
          if (fresh != null) {
            users.replaceHash(tx, user.id(), hash, fresh);
          }
          seams.audit().record(tx, Action.LOGIN, user, call.origin(), traits(byPhone));
          return sessions.start(tx, user.id(), "password", call.origin());
        })
        .with(weakness(password));
  }

  private static JsonObject traits(boolean byPhone) {
    return JsonValues.object().add("provider", byPhone ? "phone" : "email").build();
  }

  private Optional<User> find(RequestBody body, Call call) {
    String email = body.text("email");
    String phone = body.text("phone");
    if (!email.isEmpty() && !phone.isEmpty()) {
      throw AuthFailure.invalid(
          "Only an email address or phone number should be provided on login.");
    }
    if (!phone.isEmpty()) {
      if (!config.flows().phone().enabled()) {
        throw AuthFailure.unprocessable(
            ErrorCode.PHONE_PROVIDER_DISABLED, "Phone logins are disabled");
      }
      String digits = Phone.digits(phone);
      return transactions.read(tx -> users.byPhone(tx, digits, call.audience()));
    }
    if (email.isEmpty()) {
      throw AuthFailure.invalid("missing email or phone");
    }
    if (!config.signup().emailEnabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.EMAIL_PROVIDER_DISABLED, "Email logins are disabled");
    }
    return transactions.read(tx -> users.byEmail(tx, Email.folded(email), call.audience()));
  }

  // told only to who knows the password
  private void refuseUnready(User user, boolean byPhone) {
    if (user.isBanned(clock.instant())) {
      throw AuthFailure.badRequest(ErrorCode.USER_BANNED, "User is banned");
    }
    if (byPhone && !user.isPhoneConfirmed()) {
      throw AuthFailure.badRequest(ErrorCode.PHONE_NOT_CONFIRMED, "Phone not confirmed");
    }
    if (!byPhone && !user.isEmailConfirmed()) {
      throw AuthFailure.badRequest(ErrorCode.EMAIL_NOT_CONFIRMED, "Email not confirmed");
    }
  }

  private @Nullable WeakPassword weakness(String password) {
    try {
      policy.check(password);
      return null;
    } catch (WeakPassword weak) {
      return weak;
    } catch (AuthFailure tooLong) {
      // an imported password of more than 72 bytes still opens its account, and so does one that
      // couldn't be looked up
      return null;
    }
  }
}
