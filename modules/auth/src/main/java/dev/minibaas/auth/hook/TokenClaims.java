package dev.minibaas.auth.hook;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.Map;
import java.util.Set;

/** What the claims of an access token must be like after a hook has worked on them. */
final class TokenClaims {
  private static final Set<ValueType> TEXT = Set.of(ValueType.STRING);
  private static final Set<ValueType> NUMBER = Set.of(ValueType.NUMBER);
  private static final Set<ValueType> FLAG = Set.of(ValueType.TRUE, ValueType.FALSE);

  private static final Map<String, Set<ValueType>> REQUIRED =
      Map.of(
          "aud", Set.of(ValueType.STRING, ValueType.ARRAY),
          "exp", NUMBER,
          "iat", NUMBER,
          "sub", TEXT,
          "email", TEXT,
          "phone", TEXT,
          "role", TEXT,
          "aal", TEXT,
          "session_id", TEXT,
          "is_anonymous", FLAG);

  private TokenClaims() {}

  static JsonObject checked(JsonObject answer) {
    if (!(answer.get("claims") instanceof JsonObject claims)) {
      throw bad("output claims field is missing");
    }
    REQUIRED.forEach((name, types) -> {
      JsonValue value = claims.get(name);
      if (value == null || !types.contains(value.getValueType())) {
        throw bad("output claims do not conform to the expected schema: " + name);
      }
    });
    return claims;
  }

  private static AuthFailure bad(String message) {
    return new AuthFailure(500, ErrorCode.UNEXPECTED_FAILURE, message);
  }
}
