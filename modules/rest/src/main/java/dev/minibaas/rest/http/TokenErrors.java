package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.rest.error.RestError;
import org.jspecify.annotations.Nullable;

/** Invalid tokens in PostgREST's words. */
final class TokenErrors {
  private TokenErrors() {}

  /**
   * @param authorization the header that carried it
   * @param takesTokens whether there is a secret to check any with
   */
  static RestError of(InvalidToken token, @Nullable String authorization, boolean takesTokens) {
    return takesTokens
        ? RestError.invalidToken(message(token, authorization))
        : RestError.noJwtSecret();
  }

  private static String message(InvalidToken token, @Nullable String authorization) {
    return switch (token.reason()) {
      case EXPIRED -> "JWT expired";
      case SIGNATURE -> "JWSError JWSInvalidSignature";
      case ALGORITHM -> "JWSError (JWSNoSignatures)";
      case AUDIENCE -> "JWTNotInAudience";
      case NOT_YET_VALID -> "JWTNotYetValid";
      case ISSUED_IN_FUTURE -> "JWTIssuedAtFuture";
      case CLAIMS -> "JWTClaimsSetDecodeError";
      case MALFORMED -> malformed(authorization);
    };
  }

  private static String malformed(@Nullable String authorization) {
    int parts = authorization == null ? 0 : authorization.split("\\.", -1).length;
    return parts == 3
        ? "JWSError (CompactDecodeError Invalid base64 or JSON)"
        : "JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got "
            + parts
            + ")";
  }
}
