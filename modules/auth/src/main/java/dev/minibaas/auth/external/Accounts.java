package dev.minibaas.auth.external;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.flow.CodeMails;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.provider.ProviderUser;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose account an identity opens.
 *
 * <p>A known identity opens its user's. An unknown one is added to the one user who is known by an
 * address that the provider has verified; else it gets an account of its own. An address that isn't
 * verified never opens what belongs to somebody else, whatever the service is set to.
 */
final class Accounts {
  private final AuthConfig config;
  private final CodeMails mails;
  private final Audit audit;
  private final Clock clock;
  private final UserStore users = new UserStore();
  private final AccountStore accounts = new AccountStore();

  Accounts(AuthConfig config, Seams seams, Clock clock) {
    this.config = config;
    this.mails = new CodeMails(config, seams.mailer(), clock);
    this.audit = seams.audit();
    this.clock = clock;
  }

  /** The account that a visitor would get; empty for a visitor that has one. */
  Optional<NewUser> newcomer(Tx tx, Entry entry) {
    boolean known =
        accounts.byIdentity(tx, entry.provider(), entry.user().subject()).isPresent()
            || !owners(tx, entry).isEmpty();
    return known ? Optional.empty() : Optional.of(newUser(tx, entry));
  }

  Outcome enter(Tx tx, Entry entry) {
    ProviderUser visitor = entry.user();
    Optional<UUID> known = accounts.byIdentity(tx, entry.provider(), visitor.subject());
    if (known.isPresent()) {
      accounts.seen(tx, entry.provider(), visitor.subject(), visitor.data());
      return welcome(tx, known.get(), entry);
    }
    List<UUID> owners = owners(tx, entry);
    if (owners.size() > 1) {
      throw new AuthFailure(
          500,
          ErrorCode.UNEXPECTED_FAILURE,
          "Multiple accounts with the same email address in the same linking domain detected");
    }
    return owners.isEmpty() ? create(tx, entry) : add(tx, owners.get(0), entry);
  }

  private List<UUID> owners(Tx tx, Entry entry) {
    List<String> emails = entry.user().verifiedEmails();
    return emails.isEmpty() ? List.of() : accounts.byVerifiedEmails(tx, emails);
  }

  private Outcome welcome(Tx tx, UUID userId, Entry entry) {
    users.mergeUserMetadata(tx, userId, entry.user().data());
    accounts.noteProviders(tx, userId);
    return admit(tx, Metadata.bounded(users.existing(tx, userId)), entry);
  }

  private Outcome add(Tx tx, UUID userId, Entry entry) {
    accounts.lock(tx, userId);
    ProviderUser visitor = entry.user();
    UUID identity = accounts.add(tx, userId, entry.provider(), visitor.subject(), visitor.data());
    if (!users.existing(tx, userId).isEmailConfirmed()) {
      accounts.strip(tx, userId, identity, visitor.data());
    }
    return welcome(tx, userId, entry);
  }

  private Outcome create(Tx tx, Entry entry) {
    ProviderUser visitor = entry.user();
    NewUser user = newUser(tx, entry);
    if (!users.insert(tx, user)) {
      throw AuthFailure.conflict("Somebody else has just signed up with the same address");
    }
    accounts.add(tx, user.id(), entry.provider(), visitor.subject(), visitor.data());
    return admit(tx, Metadata.bounded(users.existing(tx, user.id())), entry).ofNewAccount();
  }

  private NewUser newUser(Tx tx, Entry entry) {
    if (config.signup().disabled()) {
      throw AuthFailure.unprocessable(
          ErrorCode.SIGNUP_DISABLED, "Signups not allowed for this instance");
    }
    ProviderUser visitor = entry.user();
    if (visitor.emails().isEmpty() && !entry.emailOptional()) {
      throw AuthFailure.unprocessable(
          ErrorCode.EMAIL_ADDRESS_NOT_PROVIDED, "Error getting user email from external provider");
    }
    return new NewUser(
        UUID.randomUUID(),
        entry.call().audience(),
        config.jwt().defaultRole(),
        freeEmail(tx, visitor).orElse(null),
        null,
        null,
        false,
        Metadata.ofProvider(entry.provider()),
        visitor.data());
  }

  /** A verified address if there is one, else the main one; none when it is somebody else's. */
  private Optional<String> freeEmail(Tx tx, ProviderUser visitor) {
    return visitor.emails().stream()
        .filter(ProviderUser.Address::verified)
        .findFirst()
        .or(visitor::mainEmail)
        .map(ProviderUser.Address::email)
        .filter(email -> !accounts.isTaken(tx, email));
  }

  private Outcome admit(Tx tx, User user, Entry entry) {
    if (user.isBanned(clock.instant())) {
      throw AuthFailure.forbidden(ErrorCode.USER_BANNED, "User is banned");
    }
    if (user.isEmailConfirmed() || (user.email().isEmpty() && user.isPhoneConfirmed())) {
      record(tx, Action.LOGIN, user, entry);
      return Outcome.in(user);
    }
    if (isProved(user, entry) || (config.signup().autoconfirm() && !user.email().isEmpty())) {
      users.confirmEmail(tx, user.id());
      record(tx, Action.USER_SIGNED_UP, user, entry);
      return Outcome.in(users.existing(tx, user.id()));
    }
    if (user.email().isEmpty()) {
      return withoutEmail(tx, user, entry);
    }
    askToConfirm(tx, user, entry);
    return unverified(user, entry, "A confirmation email has been sent to your %s email");
  }

  private void askToConfirm(Tx tx, User user, Entry entry) {
    mails
        .tokens()
        .refuseTooSoon(user.times().confirmationSent(), ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
    mails.confirmation(tx, user, entry.redirectTo(), null);
  }

  private static boolean isProved(User user, Entry entry) {
    return entry.user().verifiedEmails().contains(user.email());
  }

  private Outcome withoutEmail(Tx tx, User user, Entry entry) {
    boolean optional = entry.emailOptional() && entry.user().emails().isEmpty();
    if (optional || config.signup().autoconfirm()) {
      record(tx, Action.LOGIN, user, entry);
      return Outcome.in(user);
    }
    return unverified(user, entry, "Verify the email with %s in order to sign in");
  }

  private static Outcome unverified(User user, Entry entry, String what) {
    return Outcome.out(
        user,
        AuthFailure.unprocessable(
            ErrorCode.PROVIDER_EMAIL_NEEDS_VERIFICATION,
            "Unverified email with " + entry.provider() + ". " + what.formatted(entry.provider())));
  }

  /** Adds the identity to a user who asked for it, signed in. */
  Outcome link(Tx tx, UUID userId, Entry entry) {
    accounts.lock(tx, userId);
    User user =
        users
            .byId(tx, userId)
            .orElseThrow(() ->
                AuthFailure.unprocessable(
                    ErrorCode.USER_NOT_FOUND, "Linking target user not found"));
    ProviderUser visitor = entry.user();
    Optional<UUID> owner = accounts.byIdentity(tx, entry.provider(), visitor.subject());
    if (owner.isPresent()) {
      throw AuthFailure.unprocessable(
          ErrorCode.IDENTITY_ALREADY_EXISTS,
          owner.get().equals(userId)
              ? "Identity is already linked"
              : "Identity is already linked to another user");
    }
    accounts.add(tx, userId, entry.provider(), visitor.subject(), visitor.data());
    accounts.noteProviders(tx, userId);
    return user.email().isEmpty() ? adopt(tx, user, entry) : in(tx, userId);
  }

  /** A user without address takes the identity's, and is anonymous no more. */
  private Outcome adopt(Tx tx, User user, Entry entry) {
    Optional<ProviderUser.Address> main = entry.user().mainEmail();
    if (main.isEmpty()) {
      users.setPermanent(tx, user.id());
      return in(tx, user.id());
    }
    if (accounts.isTaken(tx, main.get().email())) {
      throw AuthFailure.unprocessable(
          ErrorCode.EMAIL_EXISTS, "A user with this email address has already been registered");
    }
    users.setEmail(tx, user.id(), main.get().email());
    if (!main.get().verified() && !config.signup().autoconfirm()) {
      askToConfirm(tx, users.existing(tx, user.id()), entry);
      return Outcome.out(
          user,
          AuthFailure.unprocessable(
              ErrorCode.EMAIL_NOT_CONFIRMED,
              "Unverified email with %1$s. A confirmation email has been sent to your %1$s email"
                  .formatted(entry.provider())));
    }
    users.confirmEmail(tx, user.id());
    users.setPermanent(tx, user.id());
    return in(tx, user.id());
  }

  /** The account that somebody was invited to, with an invitation to the address they have. */
  Outcome invited(Tx tx, String inviteToken, Entry entry) {
    UUID userId =
        mails
            .tokens()
            .find(tx, inviteToken, OneTimeTokenType.CONFIRMATION_TOKEN)
            .map(OneTimeTokens.Pending::userId)
            .orElseThrow(
                () -> AuthFailure.notFound(ErrorCode.INVITE_NOT_FOUND, "Invite not found"));
    accounts.lock(tx, userId);
    User user = users.existing(tx, userId);
    boolean same =
        entry.user().emails().stream().anyMatch(email -> email.email().equals(user.email()));
    if (!same) {
      throw AuthFailure.invalid("Invited email does not match emails from external provider");
    }
    UUID identity =
        accounts.add(tx, userId, entry.provider(), entry.user().subject(), entry.user().data());
    if (!user.isEmailConfirmed()) {
      accounts.strip(tx, userId, identity, entry.user().data());
    }
    accounts.noteProviders(tx, userId);
    users.confirmEmail(tx, userId);
    record(tx, Action.INVITE_ACCEPTED, user, entry);
    return in(tx, userId);
  }

  private Outcome in(Tx tx, UUID userId) {
    return Outcome.in(Metadata.bounded(users.existing(tx, userId)));
  }

  private void record(Tx tx, Action action, User user, Entry entry) {
    audit.record(
        tx,
        action,
        user,
        entry.call().origin(),
        JsonValues.object().add("provider", entry.provider()).build());
  }
}
