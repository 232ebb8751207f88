package dev.minibaas.auth.factor;

import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Session;
import dev.minibaas.auth.user.User;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A user in a session, who alone can have factors. */
record Holder(User user, Session session) {
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static Holder of(Bearer bearer) {
    if (bearer.user().anonymous()) {
      throw AuthFailure.forbidden(
          ErrorCode.NO_AUTHORIZATION, "Anonymous user not allowed to perform these actions");
    }
    Session session = bearer.session();
    if (session == null) {
      throw AuthFailure.forbidden(
          ErrorCode.SESSION_NOT_FOUND, "A second factor needs a session, and the token has none");
    }
    return new Holder(bearer.user(), session);
  }

  UUID id() {
    return user.id();
  }

  /** The id in a path, or 404. */
  static UUID factorId(String text) {
    if (!isUuid(text)) {
      throw AuthFailure.notFound(ErrorCode.VALIDATION_FAILED, "factor_id must be an UUID");
    }
    return UUID.fromString(text);
  }

  static boolean isUuid(String text) {
    return UUIDS.matcher(text).matches();
  }

  static FactorEntity existing(Optional<FactorEntity> factor) {
    return factor.orElseThrow(
        () -> AuthFailure.notFound(ErrorCode.MFA_FACTOR_NOT_FOUND, "Factor not found"));
  }
}
