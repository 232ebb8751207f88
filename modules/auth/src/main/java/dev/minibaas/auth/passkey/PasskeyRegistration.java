package dev.minibaas.auth.passkey;

import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.WebAuthnChallengeEntity;
import dev.minibaas.auth.entity.WebAuthnCredentialEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.webauthn.Ceremony;
import dev.minibaas.auth.webauthn.Credential;
import dev.minibaas.auth.webauthn.RelyingParty;
import dev.minibaas.auth.webauthn.WebAuthnConfig;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Adds a passkey to the account of a session. */
public final class PasskeyRegistration {
  private static final String TYPE = "registration";
  private static final String NAME = "Passkey";

  private final WebAuthnConfig config;
  private final Transactions transactions;
  private final RelyingParty relyingParty;
  private final Ceremony ceremony;
  private final Clock clock;
  private final PasskeyStore passkeys = new PasskeyStore();
  private final Audit audit = new Audit();

  public PasskeyRegistration(WebAuthnConfig config, Transactions transactions, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.relyingParty = new RelyingParty(config);
    this.ceremony = new Ceremony(config);
    this.clock = clock;
  }

  JsonObject options(Bearer bearer) {
    PasskeyRules.refuseRegistration(bearer);
    User user = bearer.user();
    String challenge = Ceremony.newChallenge();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant expiry = now.plus(config.challengeLifetime());
    return transactions.in(tx -> {
      List<WebAuthnCredentialEntity> existing = passkeys.ofUser(tx, user.id());
      refuseTooMany(existing.size());
      WebAuthnChallengeEntity row =
          new WebAuthnChallengeEntity(user.id(), TYPE, session(challenge), now, expiry);
      passkeys.add(tx, row);
      List<byte[]> ids = existing.stream().map(WebAuthnCredentialEntity::credentialId).toList();
      return JsonValues.object()
          .add("challenge_id", row.id().toString())
          .add("options", ceremony.creation(challenge, user, ids, true))
          .add("expires_at", expiry.getEpochSecond())
          .build();
    });
  }

  JsonObject verify(RequestBody body, Bearer bearer, Call call) {
    PasskeyRules.refuseRegistration(bearer);
    UUID userId = bearer.user().id();
    PasskeyRules.Answer answer = PasskeyRules.answer(body);
    PasskeyStore.Challenge challenge =
        transactions
            .in(tx -> passkeys.consume(tx, answer.challengeId(), TYPE, userId))
            .orElseThrow(PasskeyRules::noChallenge);
    if (clock.instant().isAfter(challenge.expiresAt())) {
      throw PasskeyRules.expired();
    }
    Credential credential = relyingParty.register(answer.credential(), challenge.value());
    try {
      return transactions.in(tx -> PasskeyJson.of(add(tx, credential, bearer.user(), call)));
    } catch (DatabaseFailure failure) {
      throw failure.isDuplicate() ? known().because(failure) : failure;
    }
  }

  private WebAuthnCredentialEntity add(Tx tx, Credential credential, User user, Call call) {
    passkeys.lockUser(tx, user.id());
    refuseTooMany(passkeys.ofUser(tx, user.id()).size());
    WebAuthnCredentialEntity passkey =
        new WebAuthnCredentialEntity(user.id(), credential.id(), credential.publicKey());
    passkey.setAttestationType(credential.attestation());
    if (!credential.aaguid().equals(new UUID(0, 0))) {
      passkey.setAaguid(credential.aaguid());
    }
    passkey.setSignCount(credential.signCount());
    passkey.setTransports(credential.transports());
    passkey.setBackupEligible(credential.backupEligible());
    passkey.setBackedUp(credential.backedUp());
    passkey.setFriendlyName(NAME);
    tx.entities().persist(passkey);
    tx.flush();
    audit.record(
        tx,
        Action.PASSKEY_CREATED,
        user,
        call.origin(),
        JsonValues.object().add("passkey_id", passkey.id().toString()).build());
    return passkey;
  }

  private void refuseTooMany(int existing) {
    if (existing >= config.maxPasskeys()) {
      throw AuthFailure.unprocessable(
          ErrorCode.TOO_MANY_PASSKEYS, "Maximum number of passkeys reached");
    }
  }

  /** As go-webauthn names what it keeps between the two halves. */
  private JsonObject session(String challenge) {
    return JsonValues.object()
        .add("challenge", challenge)
        .add("rpId", config.rpId())
        .add("userVerification", config.userVerification())
        .build();
  }

  private static AuthFailure known() {
    return AuthFailure.unprocessable(
        ErrorCode.WEBAUTHN_CREDENTIAL_EXISTS, "This credential is already registered");
  }
}
