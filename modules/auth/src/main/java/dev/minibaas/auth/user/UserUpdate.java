package dev.minibaas.auth.user;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.flow.AddressChange;
import dev.minibaas.auth.flow.CodeMails;
import dev.minibaas.auth.flow.CodeMessages;
import dev.minibaas.auth.flow.Reauthentication;
import dev.minibaas.auth.password.PasswordPolicy;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Session;
import dev.minibaas.auth.session.SessionStore;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users change of themselves. */
public final class UserUpdate {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final Seams seams;
  private final Reauthentication reauthentication;
  private final CodeMails mails;
  private final CodeMessages messages;
  private final AddressChange addresses;
  private final Redirects redirects;
  private final UserStore users = new UserStore();
  private final SessionStore sessions = new SessionStore();

  public UserUpdate(
      AuthConfig config, Transactions transactions, Passwords passwords, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.passwords = passwords;
    this.policy = new PasswordPolicy(config);
    this.seams = seams;
    this.reauthentication = new Reauthentication(config, transactions, seams, clock);
    this.mails = new CodeMails(config, seams.mailer(), clock);
    this.messages = new CodeMessages(config, seams.texts(), clock);
    this.addresses = new AddressChange(config, mails.tokens());
    this.redirects = new Redirects(config.siteUrl(), config.flows().allowedRedirects());
  }

  /**
   * The wishes of a call that were found valid.
   *
   * @param passwordHash null when the password stays
   * @param nonce used up with the new password; empty where none is needed
   */
  private record Changes(
      Wishes wishes, @Nullable String passwordHash, String nonce, String redirect) {}

  /** What a change ended with: the user, and what is yet to be sent. */
  private record Changed(User user, Optional<CodeMessages.Message> message) {}

  public User update(RequestBody body, Bearer bearer, Call call) {
    return update(body, bearer, call, Referrer.NONE);
  }

  /** The user after the change. */
  public User update(RequestBody body, Bearer bearer, Call call, Referrer referrer) {
    User user = bearer.user();
    Wishes wishes = Wishes.of(body, user);
    refuseForbidden(wishes, bearer);
    if (wishes.password() != null) {
      policy.check(wishes.password());
    }
    refuseTaken(wishes, user, call);
    Changes changes = changes(wishes, bearer, redirects.choose(referrer));
    try {
      Changed changed = transactions.in(tx -> apply(tx, changes, bearer, call));
      changed.message().ifPresent(message -> messages.send(message, call.origin()));
      return changed.user();
    } catch (DatabaseFailure failure) {
      throw failure.isDuplicate() ? taken(wishes).because(failure) : failure;
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
      messages.requireEnabled();
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

  private void refuseTaken(Wishes wishes, User user, Call call) {
    boolean taken =
        transactions.read(tx ->
            isOfAnother(byEmail(tx, wishes, call), user)
                || isOfAnother(byPhone(tx, wishes, call), user));
    if (taken) {
      throw taken(wishes);
    }
  }

  private Optional<User> byEmail(Tx tx, Wishes wishes, Call call) {
    String email = wishes.email();
    return email == null ? Optional.empty() : users.byEmail(tx, email, call.audience());
  }

  private Optional<User> byPhone(Tx tx, Wishes wishes, Call call) {
    String phone = wishes.phone();
    return phone == null ? Optional.empty() : users.byPhone(tx, phone, call.audience());
  }

  private static boolean isOfAnother(Optional<User> found, User user) {
    return found.filter(other -> !other.id().equals(user.id())).isPresent();
  }

  private Changes changes(Wishes wishes, Bearer bearer, String redirect) {
    String password = wishes.password();
    if (password == null) {
      return new Changes(wishes, null, "", redirect);
    }
    boolean proves = reauthentication.isNeeded(bearer.session());
    if (proves) {
      reauthentication.requireNonce(wishes.nonce());
    }
    String known = bearer.user().passwordHash();
    requireCurrentPassword(wishes, known, bearer.session());
    if (!known.isEmpty() && passwords.matches(password, known)) {
      throw AuthFailure.unprocessable(
          ErrorCode.SAME_PASSWORD, "New password should be different from the old password.");
    }
    return new Changes(wishes, passwords.hash(password), proves ? wishes.nonce() : "", redirect);
  }

  /** Who came in by a code may have forgotten the password, or never have had one. */
  private void requireCurrentPassword(Wishes wishes, String known, @Nullable Session session) {
    boolean asks =
        config.flows().passwordNeedsCurrent()
            && !known.isEmpty()
            && (session == null || !session.isByCode());
    if (!asks) {
      return;
    }
    if (wishes.currentPassword().isEmpty()) {
      throw AuthFailure.badRequest(
          ErrorCode.CURRENT_PASSWORD_REQUIRED,
          "Current password required when setting new password.");
    }
    if (!passwords.matches(wishes.currentPassword(), known)) {
      throw AuthFailure.badRequest(
          ErrorCode.CURRENT_PASSWORD_MISMATCH,
          "Current password required when setting new password.");
    }
  }

  private Changed apply(Tx tx, Changes changes, Bearer bearer, Call call) {
    Wishes wishes = changes.wishes();
    User user = users.lock(tx, bearer.user().id()).orElse(bearer.user());
    UUID id = user.id();
    if (changes.passwordHash() != null) {
      changePassword(tx, changes, changes.passwordHash(), bearer, call);
    }
    if (wishes.data() != null) {
      users.mergeUserMetadata(tx, id, wishes.data());
    }
    if (wishes.appMetadata() != null) {
      users.mergeAppMetadata(tx, id, wishes.appMetadata());
    }
    if (wishes.email() != null) {
      changeEmail(tx, user, wishes.email(), changes);
    }
    Optional<CodeMessages.Message> message =
        wishes.phone() == null ? Optional.empty() : changePhone(tx, user, wishes.phone());
    seams.audit().record(tx, Action.USER_MODIFIED, user, call.origin());
    return new Changed(Metadata.bounded(users.existing(tx, id)), message);
  }

  private void changePassword(Tx tx, Changes changes, String hash, Bearer bearer, Call call) {
    User user = bearer.user();
    if (!changes.nonce().isEmpty()) {
      reauthentication.use(tx, user, changes.nonce());
    }
    users.setPassword(tx, user.id(), hash);
    Session own = bearer.session();
    if (own == null) {
      sessions.endAll(tx, user.id());
    } else {
      sessions.endOthers(tx, user.id(), own.id());
    }
    seams.audit().record(tx, Action.USER_UPDATED_PASSWORD, user, call.origin());
  }

  private void changeEmail(Tx tx, User user, String email, Changes changes) {
    if (user.anonymous() && config.signup().autoconfirm()) {
      addresses.changeEmail(tx, user, email);
      return;
    }
    mails
        .tokens()
        .refuseTooSoon(user.times().emailChangeSent(), ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
    mails.emailChange(tx, user, email, changes.redirect(), changes.wishes().challenge());
  }

  private Optional<CodeMessages.Message> changePhone(Tx tx, User user, String phone) {
    if (config.flows().phone().autoconfirm()) {
      addresses.changePhone(tx, user, phone);
      return Optional.empty();
    }
    users.askPhoneChange(tx, user.id(), phone);
    return Optional.of(messages.phoneChange(tx, user, phone));
  }

  private static AuthFailure taken(Wishes wishes) {
    return wishes.email() != null
        ? AuthFailure.unprocessable(
            ErrorCode.EMAIL_EXISTS, "A user with this email address has already been registered")
        : AuthFailure.unprocessable(
            ErrorCode.PHONE_EXISTS, "A user with this phone number has already been registered");
  }
}
