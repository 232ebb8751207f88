package dev.minibaas.auth.user;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.password.PasswordPolicy;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Session;
import dev.minibaas.auth.session.SessionStore;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import jakarta.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users change of themselves. */
public final class UserUpdate {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final UserStore users = new UserStore();
  private final IdentityStore identities = new IdentityStore();
  private final SessionStore sessions = new SessionStore();

  public UserUpdate(AuthConfig config, Transactions transactions, Passwords passwords) {
    this.config = config;
    this.transactions = transactions;
    this.passwords = passwords;
    this.policy = new PasswordPolicy(config);
  }

  /**
   * The wishes of a call that were found valid.
   *
   * @param email null when the address stays
   * @param passwordHash null when the password stays
   */
  private record Changes(
      @Nullable String email,
      @Nullable String passwordHash,
      @Nullable JsonObject data,
      @Nullable JsonObject appMetadata) {}

  /** The user after the change. */
  public User update(RequestBody body, Bearer bearer, Call call) {
    User user = bearer.user();
    Wishes wishes = Wishes.of(body, user);
    refuseForbidden(wishes, bearer);
    if (wishes.password() != null) {
      policy.check(wishes.password());
    }
    if (wishes.email() != null) {
      refuseTaken(wishes.email(), user, call);
    }
    Changes changes = changes(wishes, user);
    try {
      return transactions.in(tx -> apply(tx, changes, bearer));
    } catch (DatabaseFailure failure) {
      throw failure.isDuplicate() ? taken().because(failure) : failure;
    }
  }

  private void refuseForbidden(Wishes wishes, Bearer bearer) {
    User user = bearer.user();
    if (wishes.appMetadata() != null && !config.jwt().adminRoles().contains(user.role())) {
      throw AuthFailure.forbidden(
          ErrorCode.NOT_ADMIN, "Updating app_metadata requires admin privileges");
    }
    if (wishes.changesLogin()) {
      refuseLoginChange(wishes, bearer);
    }
    if (wishes.phone() != null) {
      throw AuthFailure.badRequest(
          ErrorCode.PHONE_PROVIDER_DISABLED, "Phone numbers can't be changed: phone is disabled");
    }
  }

  private static void refuseLoginChange(Wishes wishes, Bearer bearer) {
    User user = bearer.user();
    Session session = bearer.session();
    if (user.hasVerifiedFactor() && (session == null || !session.isAal2())) {
      throw AuthFailure.unauthorized(
          ErrorCode.INSUFFICIENT_AAL,
          "AAL2 session is required to update email or password when MFA is enabled.");
    }
    if (user.anonymous() && wishes.email() == null && wishes.phone() == null) {
      throw AuthFailure.unprocessable(
          ErrorCode.VALIDATION_FAILED,
          "Updating password of an anonymous user without an email or phone is not allowed");
    }
    if (user.sso()) {
      throw AuthFailure.unprocessable(
          ErrorCode.USER_SSO_MANAGED,
          "Updating email, phone, password of a SSO account only possible via SSO");
    }
  }

  private void refuseTaken(String email, User user, Call call) {
    boolean taken =
        transactions
            .read(tx -> users.byEmail(tx, email, call.audience()))
            .filter(other -> !other.id().equals(user.id()))
            .isPresent();
    if (taken) {
      throw taken();
    }
  }

  private Changes changes(Wishes wishes, User user) {
    String password = wishes.password();
    if (password != null
        && !user.passwordHash().isEmpty()
        && passwords.matches(password, user.passwordHash())) {
      throw AuthFailure.unprocessable(
          ErrorCode.SAME_PASSWORD, "New password should be different from the old password.");
    }
    return new Changes(
        wishes.email(),
        password == null ? null : passwords.hash(password),
        wishes.data(),
        wishes.appMetadata());
  }

  private User apply(Tx tx, Changes changes, Bearer bearer) {
    UUID id = bearer.user().id();
    if (changes.passwordHash() != null) {
      users.setPassword(tx, id, changes.passwordHash());
      endOtherSessions(tx, bearer);
    }
    if (changes.data() != null) {
      users.mergeUserMetadata(tx, id, changes.data());
    }
    if (changes.appMetadata() != null) {
      users.mergeAppMetadata(tx, id, changes.appMetadata());
    }
    if (changes.email() != null) {
      changeEmail(tx, bearer.user(), changes.email());
    }
    return Metadata.bounded(users.existing(tx, id));
  }

  private void endOtherSessions(Tx tx, Bearer bearer) {
    Session own = bearer.session();
    if (own == null) {
      sessions.endAll(tx, bearer.user().id());
    } else {
      sessions.endOthers(tx, bearer.user().id(), own.id());
    }
  }

  private void changeEmail(Tx tx, User user, String email) {
    if (!config.signup().autoconfirm()) {
      users.askEmailChange(tx, user.id(), email);
      return;
    }
    users.setEmail(tx, user.id(), email);
    if (!user.isEmailConfirmed()) {
      users.confirmEmail(tx, user.id());
    }
    identities.merge(tx, user.id(), "email", IdentityStore.emailData(user.id(), email, true));
    if (user.anonymous()) {
      users.setPermanent(tx, user.id());
      users.mergeAppMetadata(tx, user.id(), Metadata.ofProvider("email"));
    }
  }

  private static AuthFailure taken() {
    return AuthFailure.unprocessable(
        ErrorCode.EMAIL_EXISTS, "A user with this email address has already been registered");
  }
}
