package dev.minibaas.auth.passkey;

import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.WebAuthnCredentialEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.webauthn.WebAuthnConfig;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.UUID;

/** The passkeys that a user has: list, name, remove. */
public final class Passkeys {
  private static final int MAX_NAME = 120;

  private final WebAuthnConfig config;
  private final Transactions transactions;
  private final PasskeyStore passkeys = new PasskeyStore();
  private final Audit audit = new Audit();

  public Passkeys(WebAuthnConfig config, Transactions transactions) {
    this.config = config;
    this.transactions = transactions;
  }

  /** 404 where passkeys are switched off. */
  public void refuseDisabled() {
    if (!config.passkeys()) {
      throw AuthFailure.notFound(ErrorCode.PASSKEY_DISABLED, "Passkeys are disabled");
    }
  }

  public JsonArray list(User user) {
    return transactions.in(tx -> PasskeyJson.of(passkeys.ofUser(tx, user.id())));
  }

  JsonObject rename(String id, RequestBody body, Bearer bearer, Call call) {
    UUID passkeyId = PasskeyRules.passkeyId(id);
    String name = name(body);
    return transactions.in(tx -> {
      WebAuthnCredentialEntity passkey = existing(tx, bearer.user(), passkeyId);
      passkey.setFriendlyName(name);
      record(tx, Action.PASSKEY_UPDATED, bearer.user(), passkeyId, call);
      return PasskeyJson.of(passkey);
    });
  }

  void remove(String id, Bearer bearer, Call call) {
    PasskeyRules.refuseLowerAal(bearer);
    remove(id, bearer.user(), bearer.user(), call);
  }

  /**
   * @param actor who does it, for the audit log
   */
  public void remove(String id, User owner, User actor, Call call) {
    UUID passkeyId = PasskeyRules.passkeyId(id);
    transactions.in(tx -> {
      WebAuthnCredentialEntity passkey = existing(tx, owner, passkeyId);
      tx.entities().remove(passkey);
      record(tx, Action.PASSKEY_DELETED, actor, passkeyId, call);
      return passkeyId;
    });
  }

  private WebAuthnCredentialEntity existing(Tx tx, User user, UUID id) {
    return passkeys.find(tx, user.id(), id).orElseThrow(PasskeyRules::notFound);
  }

  private static String name(RequestBody body) {
    String name = body.text("friendly_name");
    if (name.isEmpty()) {
      throw AuthFailure.invalid("friendly_name is required");
    }
    if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw AuthFailure.invalid(
          "friendly_name must be 120 characters or less, none of them a control character");
    }
    return name;
  }

  private void record(Tx tx, Action action, User actor, UUID passkeyId, Call call) {
    audit.record(
        tx,
        action,
        actor,
        call.origin(),
        JsonValues.object().add("passkey_id", passkeyId.toString()).build());
  }
}
