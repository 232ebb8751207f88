package dev.minibaas.auth.session;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import java.util.Map;

/** How a transaction ended; all of them commit, also the one that answers with a refusal. */
sealed interface RefreshOutcome {
  /** {@code headers}: what to tell beside the usual. */
  record Granted(String token, boolean isNew, Map<String, String> headers)
      implements RefreshOutcome {}

  /** {@code isEnd}: the session's tokens are void from now on. */
  record Refused(AuthFailure failure, boolean isEnd) implements RefreshOutcome {}

  /** Somebody else holds the rows. */
  record Busy() implements RefreshOutcome {}

  static RefreshOutcome granted(String token) {
    return new Granted(token, true, Map.of());
  }

  static Refused refused(ErrorCode code, String what) {
    return refused(code, what, false);
  }

  static Refused used(boolean isEnd) {
    return refused(ErrorCode.REFRESH_TOKEN_ALREADY_USED, "Already Used", isEnd);
  }

  private static Refused refused(ErrorCode code, String what, boolean isEnd) {
    return new Refused(AuthFailure.badRequest(code, "Invalid Refresh Token: " + what), isEnd);
  }
}
