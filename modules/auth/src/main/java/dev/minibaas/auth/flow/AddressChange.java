package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.IdentityStore;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;

/** Confirms and changes addresses and numbers, in the user's row and in its identities. */
public final class AddressChange {
  private static final JsonObject EMAIL_VERIFIED =
      JsonValues.object().add("email_verified", true).build();
  private static final JsonObject PHONE_VERIFIED =
      JsonValues.object().add("phone_verified", true).build();

  private final boolean secure;
  private final OneTimeTokens tokens;
  private final UserStore users = new UserStore();
  private final IdentityStore identities = new IdentityStore();

  public AddressChange(AuthConfig config, OneTimeTokens tokens) {
    this.secure = config.flows().secureEmailChange();
    this.tokens = tokens;
  }

  void confirmEmail(Tx tx, User user) {
    users.confirmEmail(tx, user.id());
    identities.merge(
        tx,
        user.id(),
        "email",
        hasIdentity(user, "email")
            ? EMAIL_VERIFIED
            : IdentityStore.emailData(user.id(), user.email(), true));
  }

  void confirmPhone(Tx tx, User user) {
    users.confirmPhone(tx, user.id());
    identities.merge(
        tx,
        user.id(),
        "phone",
        hasIdentity(user, "phone")
            ? PHONE_VERIFIED
            : IdentityStore.phoneData(user.id(), user.phone(), true));
  }

  /** Whether the change is done; where both mailboxes must agree, not at the first click. */
  boolean changeEmail(Tx tx, User user, OneTimeTokenType type) {
    if (secure && !user.email().isEmpty() && !users.isEmailChangeHalfConfirmed(tx, user.id())) {
      tokens.forget(tx, user.id(), type);
      users.halfConfirmEmailChange(tx, user.id());
      return false;
    }
    changeEmail(tx, user, user.newEmail());
    return true;
  }

  /** Changes it at once; the user keeps its other ways in. */
  public void changeEmail(Tx tx, User user, String email) {
    users.setEmail(tx, user.id(), email);
    users.confirmEmail(tx, user.id());
    identities.merge(tx, user.id(), "email", IdentityStore.emailData(user.id(), email, true));
    makePermanent(tx, user, "email");
  }

  void changePhone(Tx tx, User user) {
    changePhone(tx, user, user.newPhone());
  }

  /** Changes it at once. */
  public void changePhone(Tx tx, User user, String phone) {
    users.setPhone(tx, user.id(), phone);
    identities.merge(tx, user.id(), "phone", IdentityStore.phoneData(user.id(), phone, true));
    makePermanent(tx, user, "phone");
  }

  private void makePermanent(Tx tx, User user, String provider) {
    if (user.anonymous()) {
      users.setPermanent(tx, user.id());
      users.mergeAppMetadata(tx, user.id(), Metadata.ofProvider(provider));
    }
  }

  private static boolean hasIdentity(User user, String provider) {
    return user.identities().stream().anyMatch(identity -> identity.provider().equals(provider));
  }
}
