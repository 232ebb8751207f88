package dev.minibaas.auth.external;

import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Identity;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What users do with their own identities. */
public final class ManualLinking {
  private final boolean enabled;
  private final Transactions transactions;
  private final Audit audit;
  private final UserStore users = new UserStore();
  private final AccountStore accounts = new AccountStore();

  public ManualLinking(boolean enabled, Transactions transactions, Audit audit) {
    this.enabled = enabled;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** 404 where it is switched off. */
  void refuseDisabled() {
    if (!enabled) {
      throw AuthFailure.notFound(ErrorCode.MANUAL_LINKING_DISABLED, "Manual linking is disabled");
    }
  }

  /** Takes an identity from a user, who keeps at least one. */
  void unlink(String identityId, Bearer bearer, Call call) {
    if (!bearer.user().audience().equals(call.audience())) {
      throw AuthFailure.forbidden(
          ErrorCode.UNEXPECTED_AUDIENCE, "Token audience doesn't match request audience");
    }
    UUID id = id(identityId);
    try {
      transactions.in(tx -> {
        unlink(tx, id, bearer.user().id(), call);
        return id;
      });
    } catch (DatabaseFailure failure) {
      throw failure.isDuplicate() ? conflict().because(failure) : failure;
    }
  }

  private static UUID id(String text) {
    if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw AuthFailure.notFound(ErrorCode.VALIDATION_FAILED, "identity_id must be an UUID");
    }
    return UUID.fromString(text);
  }

  private void unlink(Tx tx, UUID id, UUID userId, Call call) {
    accounts.lock(tx, userId);
    User user = users.existing(tx, userId);
    if (user.identities().size() <= 1) {
      throw AuthFailure.unprocessable(
          ErrorCode.SINGLE_IDENTITY_NOT_DELETABLE,
          "User must have at least 1 identity after unlinking");
    }
    Identity identity =
        user.identities().stream()
            .filter(own -> own.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                AuthFailure.unprocessable(ErrorCode.IDENTITY_NOT_FOUND, "Identity doesn't exist"));
    audit.record(
        tx,
        Action.IDENTITY_UNLINKED,
        user,
        call.origin(),
        JsonValues.object()
            .add("identity_id", id.toString())
            .add("provider", identity.provider())
            .add("provider_id", identity.providerId())
            .build());
    tx.change("delete from auth.identities where id = ?", id);
    if (identity.provider().equals("phone")) {
      tx.change(
          "update auth.users set phone = null, phone_confirmed_at = null where id = ?", userId);
    } else {
      settleEmail(tx, user, identity);
    }
    accounts.noteProviders(tx, userId);
  }

  /** The user's address is one that a remaining identity vouches for, or none. */
  private void settleEmail(Tx tx, User user, Identity gone) {
    List<Identity> left =
        user.identities().stream()
            .filter(identity -> !identity.id().equals(gone.id()))
            .filter(identity -> identity.email() != null && !identity.email().isEmpty())
            .toList();
    if (left.stream().anyMatch(identity -> user.email().equals(identity.email()))) {
      return;
    }
    Optional<Identity> next = left.stream().filter(ManualLinking::isVerified).findFirst();
    if (next.isPresent()) {
      users.setEmail(tx, user.id(), String.valueOf(next.get().email()));
    } else {
      tx.change(
          "update auth.users set email = null, email_confirmed_at = null where id = ?", user.id());
    }
  }

  private static boolean isVerified(Identity identity) {
    return identity.data().get("email_verified") == JsonValue.TRUE;
  }

  private static AuthFailure conflict() {
    return AuthFailure.unprocessable(
        ErrorCode.EMAIL_CONFLICT_IDENTITY_NOT_DELETABLE,
        "Unable to unlink identity due to email conflict");
  }
}
