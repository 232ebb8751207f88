package dev.minibaas.platform.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The one identity type: who a request acts as.
 *
 * @param subject the token's {@code sub}, or null for keys and anonymous callers
 * @param role a database role: {@code anon}, {@code authenticated}, {@code service_role} or one of
 *     the operator's own
 * @param claims the token's claims with {@code role} set to the role
 * @param claimsJson the same as JSON text, as SQL sees it
 * @param token the raw token, or null when there was none
 */
public record Caller(
    @Nullable String subject,
    String role,
    Map<String, Object> claims,
    String claimsJson,
    @Nullable String token)
    implements JsonWebToken {

  public static final String ANON = "anon";
  public static final String AUTHENTICATED = "authenticated";
  public static final String SERVICE_ROLE = "service_role";

  private static final String ATTRIBUTE = Caller.class.getName();

  /** A caller known by its role alone, as an API key says it. */
  public static Caller ofRole(String role) {
    return new Caller(
        null, role, Map.of("role", role), "{\"role\":" + Claims.quoted(role) + "}", null);
  }

  /**
   * A caller whose claims are known to be true.
   *
   * @param token the raw token they came in, or null
   */
  public static Caller ofClaims(Map<String, Object> claims, String role, @Nullable String token) {
    Map<String, Object> all = Claims.withRole(claims, role);
    String subject = claims.get("sub") instanceof String sub ? sub : null;
    return new Caller(subject, role, all, Claims.json(all), token);
  }

  /** The caller of a request that has passed the platform's filter. */
  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("the request did not pass CallerFilter");
  }

  static void attach(HttpServletRequest request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }

  public boolean isService() {
    return role.equals(SERVICE_ROLE);
  }

  @Override
  public String getName() {
    return subject != null ? subject : role;
  }

  @Override
  public Set<String> getClaimNames() {
    return claims.keySet();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable T getClaim(String name) {
    return (T) claims.get(name);
  }

  @Override
  public Set<String> getGroups() {
    return Set.of(role);
  }

  /** Tokens and claims stay out of logs. */
  @Override
  public String toString() {
    return "Caller[" + getName() + " as " + role + "]";
  }
}
