package dev.minibaas.auth.factor;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.entity.ChallengeEntity;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.entity.FactorStatus;
import dev.minibaas.auth.entity.FactorType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Session;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.SessionStore;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /factors/{id}/verify}: an answer to a challenge, which raises the session to aal2.
 *
 * <p>In two transactions, since a hook has its say between them: the first counts the attempt and
 * looks at the answer, the second uses it up. What may have changed meanwhile is looked at again.
 */
public final class FactorVerification {
  private final FactorConfig config;
  private final SecurityKeys keys;
  private final Transactions transactions;
  private final Sessions sessions;
  private final Seams seams;
  private final Clock clock;
  private final FactorStore factors = new FactorStore();
  private final SessionStore sessionStore = new SessionStore();
  private final FactorGuard guard;

  public FactorVerification(
      AuthConfig config, Transactions transactions, Sessions sessions, Seams seams, Clock clock) {
    this.config = config.factors();
    this.keys = new SecurityKeys(config.webAuthn());
    this.transactions = transactions;
    this.sessions = sessions;
    this.seams = seams;
    this.clock = clock;
    this.guard = new FactorGuard(this.config.attemptsPerMinute());
  }

  static void refuseDisabled(FactorConfig config, FactorType type) {
    boolean enabled =
        switch (type) {
          case TOTP -> config.totp().verify();
          case PHONE -> config.phone().verify();
          case WEBAUTHN -> config.webAuthn().verify();
        };
    if (!enabled) {
      ErrorCode code =
          switch (type) {
            case TOTP -> ErrorCode.MFA_TOTP_VERIFY_NOT_ENABLED;
            case PHONE -> ErrorCode.MFA_PHONE_VERIFY_NOT_ENABLED;
            case WEBAUTHN -> ErrorCode.MFA_WEBAUTHN_VERIFY_NOT_ENABLED;
          };
      throw AuthFailure.unprocessable(code, "MFA verification is disabled for " + type.label());
    }
  }

  /** How the first look ended; its transaction commits in any case. */
  private sealed interface Look {
    record Right(FactorType type, Proof proof) implements Look {}

    record Wrong(FactorType type) implements Look {}

    record Refused(AuthFailure failure) implements Look {}
  }

  SessionAnswer verify(String factorId, RequestBody body, Bearer bearer, Call call) {
    Holder holder = Holder.of(bearer);
    UUID id = Holder.factorId(factorId);
    UUID challengeId = challengeId(body);
    return switch (transactions.in(tx -> look(tx, id, challengeId, body, holder, call))) {
      case Look.Refused refused -> throw refused.failure();
      case Look.Wrong wrong -> {
        heed(holder, id, wrong.type(), false, call);
        throw failed();
      }
      case Look.Right right -> {
        heed(holder, id, right.type(), true, call);
        yield transactions.in(tx -> raise(tx, id, challengeId, right.proof(), holder, call));
      }
    };
  }

  private static UUID challengeId(RequestBody body) {
    String text = body.text("challenge_id");
    if (!Holder.isUuid(text)) {
      throw AuthFailure.invalid("challenge_id must be an UUID");
    }
    return UUID.fromString(text);
  }

  private Look look(Tx tx, UUID id, UUID challengeId, RequestBody body, Holder holder, Call call) {
    FactorEntity factor = Holder.existing(factors.find(tx, holder.id(), id));
    if (factor.type() != FactorType.WEBAUTHN && body.text("code").isEmpty()) {
      throw AuthFailure.invalid("Code needs to be non-empty");
    }
    refuseDisabled(config, factor.type());
    if (!guard.admits(tx, id)) {
      return new Look.Refused(FactorGuard.tooMany());
    }
    ChallengeEntity challenge = challenge(tx, id, challengeId);
    refuseElsewhere(tx, challenge, call);
    if (isOver(challenge)) {
      tx.entities().remove(challenge);
      return new Look.Refused(expired(challenge));
    }
    Optional<Proof> proof = examine(factor, challenge, body);
    return proof.isPresent()
        ? new Look.Right(factor.type(), proof.get())
        : new Look.Wrong(factor.type());
  }

  private Optional<Proof> examine(
      FactorEntity factor, ChallengeEntity challenge, RequestBody body) {
    return switch (factor.type()) {
      case TOTP -> totp(factor, body.text("code"));
      case PHONE ->
          Totp.same(Objects.requireNonNull(challenge.otpCode()), body.text("code"))
              ? Optional.of((tx, own) -> true)
              : Optional.empty();
      case WEBAUTHN -> keys.examine(factor, challenge, body);
    };
  }

  private Optional<Proof> totp(FactorEntity factor, String code) {
    byte[] secret = Base32.decode(Objects.requireNonNull(factor.secret()));
    var step = Totp.matching(secret, code, clock.instant());
    return step.isEmpty()
        ? Optional.empty()
        : Optional.of((tx, own) -> guard.spend(tx, own.id(), step.getAsLong()));
  }

  private static ChallengeEntity challenge(Tx tx, UUID factorId, UUID id) {
    return Optional.ofNullable(tx.entities().find(ChallengeEntity.class, id))
        .filter(challenge -> challenge.factorId().equals(factorId))
        .orElseThrow(() ->
            AuthFailure.unprocessable(
                ErrorCode.MFA_FACTOR_NOT_FOUND,
                "MFA factor with the provided challenge ID not found"));
  }

  /** Also for a challenge that was answered already: GoTrue has one answer for both. */
  private static void refuseElsewhere(Tx tx, ChallengeEntity challenge, Call call) {
    boolean same =
        tx.first(
                "select ip_address = coalesce(?, '0.0.0.0')::inet from auth.mfa_challenges where id = ?",
                row -> row.getBoolean(1),
                call.origin().address(),
                challenge.id())
            .orElse(false);
    if (!same || challenge.verifiedAt() != null) {
      throw AuthFailure.unprocessable(
          ErrorCode.MFA_IP_ADDRESS_MISMATCH, "Challenge and verify IP addresses mismatch.");
    }
  }

  private boolean isOver(ChallengeEntity challenge) {
    return clock.instant().isAfter(challenge.createdAt().plus(config.challengeLifetime()));
  }

  private static AuthFailure expired(ChallengeEntity challenge) {
    return AuthFailure.unprocessable(
        ErrorCode.MFA_CHALLENGE_EXPIRED,
        "MFA challenge "
            + challenge.id()
            + " has expired, verify against another challenge or create a new challenge.");
  }

  private void heed(Holder holder, UUID factorId, FactorType type, boolean valid, Call call) {
    seams.hooks().mfaAttempt(holder.id(), factorId, type.label(), valid, call.origin());
  }

  private SessionAnswer raise(
      Tx tx, UUID id, UUID challengeId, Proof proof, Holder holder, Call call) {
    factors.lockUser(tx, holder.id());
    FactorEntity factor = Holder.existing(factors.find(tx, holder.id(), id));
    ChallengeEntity challenge = challenge(tx, id, challengeId);
    refuseElsewhere(tx, challenge, call);
    if (!proof.use(tx, factor)) {
      throw failed();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    challenge.setVerifiedAt(now);
    if (!factor.isVerified()) {
      factor.setStatus(FactorStatus.VERIFIED);
    }
    seams
        .audit()
        .record(
            tx,
            Action.VERIFICATION_ATTEMPTED,
            holder.user(),
            call.origin(),
            JsonValues.object()
                .add("factor_id", id.toString())
                .add("challenge_id", challengeId.toString())
                .add("factor_type", factor.type().label())
                .build());
    factors.deleteUnverified(tx, holder.id(), factor.type());
    return sessions.elevate(tx, sessionOf(tx, holder), id, method(factor.type()));
  }

  private Session sessionOf(Tx tx, Holder holder) {
    return sessionStore
        .byId(tx, holder.session().id())
        .orElseThrow(
            () -> AuthFailure.forbidden(ErrorCode.SESSION_NOT_FOUND, "The session has ended"));
  }

  /** As {@code amr} names the proof. */
  private static String method(FactorType type) {
    return switch (type) {
      case TOTP -> "totp";
      case PHONE -> "mfa/phone";
      case WEBAUTHN -> "mfa/webauthn";
    };
  }

  private static AuthFailure failed() {
    return AuthFailure.unprocessable(ErrorCode.MFA_VERIFICATION_FAILED, "Invalid MFA code entered");
  }
}
