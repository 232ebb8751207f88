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
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import dev.minibaas.auth.webauthn.Ceremony;
import dev.minibaas.auth.webauthn.Credential;
import dev.minibaas.auth.webauthn.RelyingParty;
import dev.minibaas.auth.webauthn.WebAuthnConfig;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A session for a passkey. Who signs in is told by the passkey itself. */
public final class PasskeySignIn {
  private static final String TYPE = "authentication";

  private final WebAuthnConfig config;
  private final Transactions transactions;
  private final Sessions sessions;
  private final RelyingParty relyingParty;
  private final Ceremony ceremony;
  private final Clock clock;
  private final PasskeyStore passkeys = new PasskeyStore();
  private final UserStore users = new UserStore();
  private final Audit audit = new Audit();

  public PasskeySignIn(
      WebAuthnConfig config, Transactions transactions, Sessions sessions, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.sessions = sessions;
    this.relyingParty = new RelyingParty(config);
    this.ceremony = new Ceremony(config);
    this.clock = clock;
  }

  JsonObject options() {
    String challenge = Ceremony.newChallenge();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant expiry = now.plus(config.challengeLifetime());
    JsonObject session =
        JsonValues.object()
            .add("challenge", challenge)
            .add("rpId", config.rpId())
            .add("userVerification", config.userVerification())
            .build();
    WebAuthnChallengeEntity row = new WebAuthnChallengeEntity(null, TYPE, session, now, expiry);
    return transactions.in(tx -> {
      passkeys.add(tx, row);
      return JsonValues.object()
          .add("challenge_id", row.id().toString())
          .add("options", ceremony.request(challenge, List.of()))
          .add("expires_at", expiry.getEpochSecond())
          .build();
    });
  }

  SessionAnswer verify(RequestBody body, Call call) {
    PasskeyRules.Answer answer = PasskeyRules.answer(body);
    PasskeyStore.Challenge challenge =
        transactions
            .in(tx -> passkeys.consume(tx, answer.challengeId(), TYPE, null))
            .orElseThrow(PasskeyRules::noChallenge);
    if (clock.instant().isAfter(challenge.expiresAt())) {
      throw PasskeyRules.expired();
    }
    RelyingParty.Claim claim = relyingParty.read(answer.credential());
    return transactions.in(tx -> signIn(tx, claim, challenge.value(), call));
  }

  private SessionAnswer signIn(Tx tx, RelyingParty.Claim claim, String challenge, Call call) {
    WebAuthnCredentialEntity passkey =
        passkeys.byCredential(tx, claim.credentialId()).orElseThrow(PasskeyRules::unverified);
    String handle = new String(claim.userHandle(), StandardCharsets.UTF_8);
    if (!handle.equals(passkey.userId().toString())) {
      throw PasskeyRules.unverified();
    }
    Credential used = relyingParty.authenticate(claim, challenge, credential(passkey));
    User user = users.existing(tx, passkey.userId());
    refuseUnready(user);
    passkey.setSignCount(used.signCount());
    passkey.setBackedUp(used.backedUp());
    passkey.setLastUsedAt(clock.instant().truncatedTo(ChronoUnit.MICROS));
    audit.record(
        tx,
        Action.LOGIN,
        user,
        call.origin(),
        JsonValues.object().add("passkey_id", passkey.id().toString()).build());
    return sessions.start(tx, user.id(), "passkey", call.origin());
  }

  private static Credential credential(WebAuthnCredentialEntity passkey) {
    return new Credential(
        passkey.credentialId(),
        passkey.publicKey(),
        Objects.requireNonNullElse(passkey.aaguid(), new UUID(0, 0)),
        passkey.signCount(),
        passkey.backupEligible(),
        passkey.backedUp(),
        passkey.transports(),
        passkey.attestationType());
  }

  private void refuseUnready(User user) {
    if (user.times().deleted() != null) {
      throw AuthFailure.forbidden(ErrorCode.USER_NOT_FOUND, "User not found");
    }
    if (!user.email().isEmpty() && !user.isEmailConfirmed()) {
      throw AuthFailure.forbidden(ErrorCode.EMAIL_NOT_CONFIRMED, "Email not confirmed");
    }
    if (!user.phone().isEmpty() && !user.isPhoneConfirmed()) {
      throw AuthFailure.forbidden(ErrorCode.PHONE_NOT_CONFIRMED, "Phone not confirmed");
    }
    if (user.isBanned(clock.instant())) {
      throw AuthFailure.forbidden(ErrorCode.USER_BANNED, "User is banned");
    }
  }
}
