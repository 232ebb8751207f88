package dev.minibaas.auth.hook;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.outbound.Outbound;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.session.SessionStore;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Timestamps;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks the operator's code. A hook that is off changes nothing; one that is on and fails, fails the
 * call.
 */
public final class Hooks {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Origin NOWHERE = new Origin(null, null);

  private final HooksConfig config;
  private final Transactions transactions;
  private final HttpHook http;
  private final Clock clock;
  private final SessionStore sessions = new SessionStore();

  public Hooks(HooksConfig config, Transactions transactions, Clock clock) {
    this(config, transactions, new HttpHook(new Outbound(), PATIENCE, PAUSE, clock), clock);
  }

  Hooks(HooksConfig config, Transactions transactions, HttpHook http, Clock clock) {
    this.config = config;
    this.transactions = transactions;
    this.http = http;
    this.clock = clock;
  }

  public boolean isOn(HookPoint point) {
    return config.isOn(point);
  }

  /** Before a user is written; not inside a transaction. */
  public void beforeUserCreated(User user, Origin origin) {
    call(HookPoint.BEFORE_USER_CREATED, origin, userPayload(user));
  }

  /** After a user was written and that is committed. */
  public void afterUserCreated(User user, Origin origin) {
    call(HookPoint.AFTER_USER_CREATED, origin, userPayload(user));
  }

  /** The claims that an access token shall have. */
  public JsonObject customAccessToken(Tx tx, UUID userId, JsonObject claims, String method) {
    JsonObjectBuilder payload =
        JsonValues.object()
            .add("user_id", userId.toString())
            .add("claims", claims)
            .add("authentication_method", method);
    return config
        .target(HookPoint.CUSTOM_ACCESS_TOKEN)
        .map(target -> {
          String json = json(HookPoint.CUSTOM_ACCESS_TOKEN, NOWHERE, payload);
          return TokenClaims.checked(HookAnswer.of(call(tx, target, id(), json)));
        })
        .orElse(claims);
  }

  /**
   * Sends a message, whose text is up to the hook; 400 {@code sms_send_failed} when there is none.
   * Not inside a transaction.
   *
   * @param type what it is for: sms, phone_change, reauthentication or mfa
   */
  public void sendSms(User user, String phone, String code, String type, Origin origin) {
    if (!isOn(HookPoint.SEND_SMS)) {
      throw AuthFailure.badRequest(
          ErrorCode.SMS_SEND_FAILED, "Error sending sms: no send_sms hook is set up");
    }
    JsonObjectBuilder sms =
        JsonValues.object().add("otp", code).add("sms_type", type).add("phone", phone);
    call(HookPoint.SEND_SMS, origin, userPayload(user).add("sms", sms));
  }

  /**
   * Hands over a mail. May be repeated with the same id.
   *
   * @param payload the whole payload, as {@link #mailPayload} made it
   */
  public void sendEmail(UUID id, String payload) {
    config
        .target(HookPoint.SEND_EMAIL)
        .ifPresent(target -> HookAnswer.of(call(target, id.toString(), payload)));
  }

  /** What the send_email hook is to be told. */
  public JsonObject mailPayload(User user, JsonObject mail) {
    return metadata(HookPoint.SEND_EMAIL, NOWHERE)
        .add("user", user.json())
        .add("email_data", mail)
        .build();
  }

  /** Refuses an attempt with a password, valid or not, that the hook refuses. */
  public void passwordAttempt(User user, boolean valid, Origin origin) {
    JsonObjectBuilder payload =
        JsonValues.object().add("user_id", user.id().toString()).add("valid", valid);
    JsonObject answer = call(HookPoint.PASSWORD_VERIFICATION_ATTEMPT, origin, payload);
    if (!HookAnswer.isRejection(answer)) {
      return;
    }
    if (answer.getBoolean("should_logout_user", false)) {
      endSessions(user.id());
    }
    throw AuthFailure.badRequest(
        ErrorCode.INVALID_CREDENTIALS,
        HookAnswer.message(answer, "Further password verification attempts will be rejected."));
  }

  /**
   * Refuses an attempt with a second factor, valid or not, that the hook refuses, and then ends the
   * user's sessions: the hook has seen something wrong.
   */
  public void mfaAttempt(
      UUID userId, UUID factorId, String factorType, boolean valid, Origin origin) {
    JsonObjectBuilder payload =
        JsonValues.object()
            .add("user_id", userId.toString())
            .add("factor_id", factorId.toString())
            .add("factor_type", factorType)
            .add("valid", valid);
    JsonObject answer = call(HookPoint.MFA_VERIFICATION_ATTEMPT, origin, payload);
    if (HookAnswer.isRejection(answer)) {
      endSessions(userId);
      throw AuthFailure.forbidden(
          ErrorCode.MFA_VERIFICATION_REJECTED,
          HookAnswer.message(answer, "Further MFA verification attempts will be rejected."));
    }
  }

  private void endSessions(UUID userId) {
    transactions.in(tx -> {
      sessions.endAll(tx, userId);
      return userId;
    });
  }

  private static JsonObjectBuilder userPayload(User user) {
    return JsonValues.object().add("user", user.json());
  }

  private JsonObject call(HookPoint point, Origin origin, JsonObjectBuilder payload) {
    Optional<HookTarget> target = config.target(point);
    return target.isEmpty()
        ? JsonObject.EMPTY_JSON_OBJECT
        : HookAnswer.of(call(target.get(), id(), json(point, origin, payload)));
  }

  private String call(HookTarget target, String id, String payload) {
    return switch (target) {
      case HookTarget.Http hook -> http.call(hook, id, payload);
      case HookTarget.Function function ->
          transactions.in(tx -> FunctionHook.call(tx, function, payload));
    };
  }

  private String call(Tx tx, HookTarget target, String id, String payload) {
    return switch (target) {
      case HookTarget.Http hook -> http.call(hook, id, payload);
      case HookTarget.Function function -> FunctionHook.call(tx, function, payload);
    };
  }

  private String json(HookPoint point, Origin origin, JsonObjectBuilder payload) {
    return metadata(point, origin).addAll(payload).build().toString();
  }

  private JsonObjectBuilder metadata(HookPoint point, Origin origin) {
    JsonObjectBuilder metadata =
        JsonValues.object()
            .add("uuid", id())
            .add("time", Timestamps.format(clock.instant()))
            .add("name", point.label());
    String address = origin.address();
    if (address != null) {
      metadata.add("ip_address", address);
    }
    return JsonValues.object().add("metadata", metadata);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
