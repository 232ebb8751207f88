package dev.minibaas.auth.factor;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.entity.ChallengeEntity;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.entity.FactorType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** {@code POST /factors/{id}/challenge}: asks a factor to prove itself. */
public final class Challenges {
  private static final String NOWHERE = "0.0.0.0";
  private static final List<String> CHANNELS = List.of("", "sms", "whatsapp");

  private final FactorConfig config;
  private final SecurityKeys keys;
  private final Transactions transactions;
  private final Seams seams;
  private final Clock clock;
  private final FactorStore factors = new FactorStore();

  public Challenges(AuthConfig config, Transactions transactions, Seams seams, Clock clock) {
    this.config = config.factors();
    this.keys = new SecurityKeys(config.webAuthn());
    this.transactions = transactions;
    this.seams = seams;
    this.clock = clock;
  }

  JsonObject challenge(String factorId, RequestBody body, Bearer bearer, Call call) {
    Holder holder = Holder.of(bearer);
    UUID id = Holder.factorId(factorId);
    String channel = body.text("channel");
    Asked asked = again(tx -> ask(tx, id, holder, call));
    if (asked.factor().type() == FactorType.PHONE) {
      send(asked, holder, channel, call);
    }
    return asked.json();
  }

  /** What was asked of a factor. */
  private record Asked(FactorEntity factor, ChallengeEntity challenge, JsonObject json) {}

  /** The schema holds that no two factors were challenged in the same microsecond. */
  private <T> T again(Function<Tx, T> work) {
    try {
      return transactions.in(work);
    } catch (DatabaseFailure failure) {
      if (!failure.isDuplicate()) {
        throw failure;
      }
      return transactions.in(work);
    }
  }

  private Asked ask(Tx tx, UUID id, Holder holder, Call call) {
    factors.lockUser(tx, holder.id());
    FactorEntity factor = Holder.existing(factors.find(tx, holder.id(), id));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    refuseUnready(factor, now);
    forgetOld(tx, id);
    ChallengeEntity challenge = new ChallengeEntity(id, addressOf(call.origin()), now);
    JsonObjectBuilder json =
        JsonValues.object()
            .add("id", challenge.id().toString())
            .add("type", factor.type().label())
            .add("expires_at", now.plus(config.challengeLifetime()).getEpochSecond());
    switch (factor.type()) {
      case PHONE -> challenge.setOtpCode(Codes.digits(config.texts().digits()));
      case WEBAUTHN ->
          json.add(
              "webauthn",
              keys.ask(factor, challenge, holder.user(), factors.ofUser(tx, holder.id())));
      case TOTP -> {
        // the app knows the code
      }
    }
    factor.setLastChallengedAt(now);
    tx.entities().persist(challenge);
    tx.flush();
    seams
        .audit()
        .record(
            tx,
            Action.CHALLENGE_CREATED,
            holder.user(),
            call.origin(),
            JsonValues.object()
                .add("factor_id", id.toString())
                .add("factor_status", factor.status().label())
                .build());
    return new Asked(factor, challenge, json.build());
  }

  private void refuseUnready(FactorEntity factor, Instant now) {
    FactorVerification.refuseDisabled(config, factor.type());
    Instant last = factor.lastChallengedAt();
    if (factor.type() == FactorType.PHONE
        && last != null
        && now.isBefore(last.plus(config.texts().frequency()))) {
      long left = now.until(last.plus(config.texts().frequency()), ChronoUnit.SECONDS) + 1;
      throw AuthFailure.tooManyRequests(
          ErrorCode.OVER_SMS_SEND_RATE_LIMIT,
          "For security purposes, you can only request this after " + left + " seconds.");
    }
  }

  private void forgetOld(Tx tx, UUID factorId) {
    tx.change(
        """
        delete from auth.mfa_challenges
        where factor_id = ? and created_at < now() - make_interval(secs => ?) - interval '1 hour'
        """,
        factorId,
        (double) config.challengeLifetime().toSeconds());
  }

  /** After the commit: nobody's connection waits for a message, and nothing is sent in vain. */
  private void send(Asked asked, Holder holder, String channel, Call call) {
    if (!CHANNELS.contains(channel)) {
      forget(asked);
      throw AuthFailure.invalid("Invalid channel, supported values are 'sms' or 'whatsapp'");
    }
    String code = Objects.requireNonNull(asked.challenge().otpCode());
    try {
      String phone = Objects.requireNonNull(asked.factor().phone());
      seams.texts().send(holder.user(), phone, code, "mfa", call.origin());
    } catch (RuntimeException failure) {
      forget(asked);
      throw failure;
    }
  }

  /** A code that never left can't be asked for. */
  private void forget(Asked asked) {
    transactions.in(
        tx -> tx.change("delete from auth.mfa_challenges where id = ?", asked.challenge().id()));
  }

  private static String addressOf(Origin origin) {
    String address = origin.address();
    return address == null ? NOWHERE : address;
  }
}
