package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.Seams;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.onetime.OneTimeTokens.Pending;
import dev.minibaas.auth.pkce.FlowStates;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.SessionStore;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.time.Clock;
import java.time.Duration;

/** {@code /verify}: what a mailed or texted code proves. A code is good once. */
public final class Verification {
  private final AuthConfig config;
  private final Transactions transactions;
  private final Sessions sessions;
  private final Seams seams;
  private final OneTimeTokens tokens;
  private final AddressChange change;
  private final Clock clock;
  private final UserStore users = new UserStore();
  private final SessionStore store = new SessionStore();
  private final FlowStates flows = new FlowStates();

  public Verification(
      AuthConfig config, Transactions transactions, Sessions sessions, Seams seams, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.sessions = sessions;
    this.seams = seams;
    this.tokens = new OneTimeTokens(config.otpLength(), config.mailFrequency(), clock);
    this.change = new AddressChange(config, tokens);
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Outcome {
    record SignedIn(SessionAnswer answer) implements Outcome {}

    /** A flow with PKCE goes on with the code. */
    record Code(String code) implements Outcome {}

    /** One of two mailboxes has agreed. */
    record HalfConfirmed() implements Outcome {}
  }

  /** {@code POST}: a session, also in a flow with PKCE, since the code itself came back. */
  Outcome post(RequestBody body, Call call) {
    return verify(Proof.of(body), false, call);
  }

  /** {@code GET}: in a flow with PKCE a code instead of a session. */
  Outcome get(Proof proof, Call call) {
    return verify(proof, proof.isPkce(), call);
  }

  private Outcome verify(Proof proof, boolean byCode, Call call) {
    try {
      return transactions.in(tx -> verify(tx, proof, byCode, call));
    } catch (DatabaseFailure failure) {
      if (!failure.isDuplicate()) {
        throw failure;
      }
      // since the change was asked for, somebody else got the address or number
      throw AuthFailure.unprocessable(
              proof.type().isOfPhone() ? ErrorCode.PHONE_EXISTS : ErrorCode.EMAIL_EXISTS,
              "It belongs to another account by now")
          .because(failure);
    }
  }

  private Outcome verify(Tx tx, Proof proof, boolean byCode, Call call) {
    Pending pending =
        tokens
            .find(tx, proof.hash(), proof.type().tokens())
            .filter(found -> isFor(found, proof))
            .filter(this::isFresh)
            .orElseThrow(() -> expired(proof));
    User user = users.lock(tx, pending.userId()).orElseThrow(() -> expired(proof));
    if (!isOf(user, pending, proof)) {
      throw expired(proof);
    }
    if (user.isBanned(clock.instant())) {
      throw AuthFailure.forbidden(ErrorCode.USER_BANNED, "User is banned");
    }
    String method = perform(tx, proof, pending, user, call);
    if (method.isEmpty()) {
      return new Outcome.HalfConfirmed();
    }
    return byCode
        ? new Outcome.Code(flows.issueCode(tx, user.id(), method))
        : new Outcome.SignedIn(sessions.start(tx, user.id(), "otp", call.origin()));
  }

  /** A code is of the address it was sent to: two addresses' codes may have one hash. */
  private static boolean isFor(Pending pending, Proof proof) {
    return proof.address().isEmpty() || proof.address().equals(pending.relatesTo());
  }

  private boolean isFresh(Pending pending) {
    Duration lifetime =
        pending.type() == OneTimeTokenType.PHONE_CHANGE_TOKEN || isNumber(pending.relatesTo())
            ? config.flows().phone().codeLifetime()
            : config.flows().mail().codeLifetime();
    return clock.instant().isBefore(pending.createdAt().plus(lifetime));
  }

  /** What was sent to the phone proves the phone and no address, and the other way round. */
  private static boolean isOf(User user, Pending pending, Proof proof) {
    String sentTo = pending.relatesTo();
    return switch (proof.type()) {
      case SMS -> sentTo.equals(user.phone());
      case PHONE_CHANGE -> sentTo.equals(user.newPhone());
      case EMAIL_CHANGE ->
          sentTo.equals(
              pending.type() == OneTimeTokenType.EMAIL_CHANGE_TOKEN_NEW
                  ? user.newEmail()
                  : user.email());
      default -> sentTo.equals(user.email());
    };
  }

  private static boolean isNumber(String address) {
    return address.indexOf('@') < 0;
  }

  /**
   * How the user has proved itself, as its PKCE flow calls it; empty when that isn't enough yet.
   */
  private String perform(Tx tx, Proof proof, Pending pending, User user, Call call) {
    return switch (pending.type()) {
      case CONFIRMATION_TOKEN -> {
        seams.audit().record(tx, Action.USER_SIGNED_UP, user, call.origin());
        if (proof.type() == Proof.Type.SMS) {
          change.confirmPhone(tx, user);
        } else {
          change.confirmEmail(tx, user);
        }
        yield proof.type() == Proof.Type.INVITE ? "invite" : "email/signup";
      }
      case RECOVERY_TOKEN -> recovered(tx, proof, user, call);
      case EMAIL_CHANGE_TOKEN_CURRENT, EMAIL_CHANGE_TOKEN_NEW -> {
        boolean whole = change.changeEmail(tx, user, pending.type());
        if (whole) {
          seams.audit().record(tx, Action.USER_MODIFIED, user, call.origin());
        }
        yield whole ? "email_change" : "";
      }
      case PHONE_CHANGE_TOKEN -> {
        seams.audit().record(tx, Action.USER_MODIFIED, user, call.origin());
        change.changePhone(tx, user);
        yield "otp";
      }
      case REAUTHENTICATION_TOKEN -> throw expired(proof);
    };
  }

  private String recovered(Tx tx, Proof proof, User user, Call call) {
    if (user.isEmailConfirmed()) {
      tokens.forget(tx, user.id(), OneTimeTokenType.RECOVERY_TOKEN);
      seams.audit().record(tx, Action.LOGIN, user, call.origin());
    } else {
      // whoever set a password before the address was proved may have been somebody else
      users.forgetPassword(tx, user.id());
      store.endAll(tx, user.id());
      seams.audit().record(tx, Action.USER_SIGNED_UP, user, call.origin());
      change.confirmEmail(tx, user);
      tokens.forget(tx, user.id(), OneTimeTokenType.RECOVERY_TOKEN);
    }
    return proof.type() == Proof.Type.RECOVERY ? "recovery" : "magiclink";
  }

  private static AuthFailure expired(Proof proof) {
    return AuthFailure.forbidden(
        ErrorCode.OTP_EXPIRED,
        proof.address().isEmpty()
            ? "Email link is invalid or has expired"
            : "Token has expired or is invalid");
  }
}
