package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.JsonTree;
import dev.minibaas.rest.parse.RawRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** The claims that a policy is to be explained for: the header {@code X-Explain-Claims}. */
final class ExplainedClaims {
  private static final String HEADER = "X-Explain-Claims";

  private ExplainedClaims() {}

  /** Who a token with these claims would stand for; without the header, who has none. */
  static Caller caller(RawRequest request, JwtSettings jwt, String anonRole) {
    String header = request.header(HEADER);
    Map<String, Object> claims = new LinkedHashMap<>();
    if (header != null) {
      if (!(JsonTree.parse(header) instanceof Map<?, ?> given)) {
        throw RestError.badExplainClaims();
      }
      given.forEach((name, value) -> claims.put(String.valueOf(name), value));
    }
    String role = jwt.role(claims);
    return Caller.ofClaims(claims, role == null ? anonRole : role, null);
  }
}
