package dev.minibaas.auth.passkey;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Session;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonObject;
import java.util.UUID;
import java.util.regex.Pattern;

/** Who may do what with passkeys, and what calls must bring. */
final class PasskeyRules {
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private PasskeyRules() {}

  /** The answer to a ceremony. */
  record Answer(UUID challengeId, JsonObject credential) {}

  static Answer answer(RequestBody body) {
    String id = body.text("challenge_id");
    if (id.isEmpty()) {
      throw AuthFailure.invalid("challenge_id is required");
    }
    if (!UUIDS.matcher(id).matches()) {
      throw AuthFailure.invalid("challenge_id must be a valid UUID");
    }
    JsonObject credential = body.objectOrNull("credential");
    if (credential == null) {
      throw AuthFailure.invalid("credential is required");
    }
    return new Answer(UUID.fromString(id), credential);
  }

  static void refuseRegistration(Bearer bearer) {
    User user = bearer.user();
    if (user.anonymous()) {
      throw AuthFailure.forbidden(
          ErrorCode.NO_AUTHORIZATION, "Anonymous user not allowed to perform these actions");
    }
    if (user.sso()) {
      throw AuthFailure.unprocessable(
          ErrorCode.VALIDATION_FAILED, "SSO users cannot register passkeys");
    }
    refuseLowerAal(bearer);
  }

  /** Whoever has a second factor proves it before a way in is added or taken away. */
  static void refuseLowerAal(Bearer bearer) {
    Session session = bearer.session();
    if (bearer.user().hasVerifiedFactor() && (session == null || !session.isAal2())) {
      throw AuthFailure.forbidden(
          ErrorCode.INSUFFICIENT_AAL,
          "AAL2 session is required to manage passkeys when MFA is enabled");
    }
  }

  static UUID passkeyId(String text) {
    if (!UUIDS.matcher(text).matches()) {
      throw notFound();
    }
    return UUID.fromString(text);
  }

  static AuthFailure notFound() {
    return AuthFailure.notFound(ErrorCode.VALIDATION_FAILED, "Passkey not found");
  }

  static AuthFailure noChallenge() {
    return AuthFailure.badRequest(
        ErrorCode.WEBAUTHN_CHALLENGE_NOT_FOUND, "Challenge not found or already used");
  }

  static AuthFailure expired() {
    return AuthFailure.badRequest(ErrorCode.WEBAUTHN_CHALLENGE_EXPIRED, "Challenge has expired");
  }

  static AuthFailure unverified() {
    return AuthFailure.badRequest(
        ErrorCode.WEBAUTHN_VERIFICATION_FAILED, "Credential verification failed");
  }
}
