package dev.minibaas.auth.session;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user of a call whose token has been verified already. The session must still exist, so
 * a logout takes effect here at once, whatever the token's age.
 */
public final class Bearers {
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final UUID NIL = new UUID(0, 0);

  private final Transactions transactions;
  private final UserStore users = new UserStore();
  private final SessionStore sessions = new SessionStore();

  public Bearers(Transactions transactions) {
    this.transactions = transactions;
  }

  public Bearer of(Call call) {
    String subject = call.caller().subject();
    if (!call.authorized()) {
      throw AuthFailure.unauthorized(
          ErrorCode.NO_AUTHORIZATION, "This endpoint requires a valid Bearer token");
    }
    if (subject == null || subject.isEmpty()) {
      throw AuthFailure.forbidden(ErrorCode.BAD_JWT, "invalid claim: missing sub claim");
    }
    if (!UUIDS.matcher(subject).matches()) {
      throw AuthFailure.badRequest(ErrorCode.BAD_JWT, "invalid claim: sub claim must be a UUID");
    }
    UUID sessionId = sessionId(call.caller().claims().get("session_id"));
    return transactions.read(tx -> find(tx, UUID.fromString(subject), sessionId));
  }

  private Bearer find(Tx tx, UUID userId, @Nullable UUID sessionId) {
    User user =
        users
            .byId(tx, userId)
            .orElseThrow(() ->
                AuthFailure.forbidden(
                    ErrorCode.USER_NOT_FOUND, "User from sub claim in JWT does not exist"));
    if (sessionId == null) {
      return new Bearer(user, null);
    }
    Session session =
        sessions
            .byId(tx, sessionId)
            .filter(found -> found.userId().equals(userId))
            .orElseThrow(() ->
                AuthFailure.forbidden(
                    ErrorCode.SESSION_NOT_FOUND,
                    "Session from session_id claim in JWT does not exist"));
    return new Bearer(user, session);
  }

  private static @Nullable UUID sessionId(@Nullable Object claim) {
    if (claim == null || claim.equals("")) {
      return null;
    }
    if (!(claim instanceof String text) || !UUIDS.matcher(text).matches()) {
      throw AuthFailure.forbidden(
          ErrorCode.BAD_JWT, "invalid claim: session_id claim must be a UUID");
    }
    UUID id = UUID.fromString(text);
    return id.equals(NIL) ? null : id;
  }
}
