package dev.minibaas.platform.caller;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides who calls, from the {@code Authorization} and {@code apikey} of a request. */
public final class Authentication {
  private static final Caller ANONYMOUS = Caller.ofRole(Caller.ANON);
  private static final Caller SERVICE = Caller.ofRole(Caller.SERVICE_ROLE);
  private static final String BEARER = "bearer ";

  private final TokenVerifier verifier;
  private final ApiKeys keys;
  private final Caller anonymous;

  public Authentication(TokenVerifier verifier, ApiKeys keys) {
    this(verifier, keys, Caller.ANON);
  }

  /**
   * @param anonymousRole the role of a request without a token
   */
  public Authentication(TokenVerifier verifier, ApiKeys keys, String anonymousRole) {
    this.verifier = verifier;
    this.keys = keys;
    this.anonymous = anonymousRole.equals(Caller.ANON) ? ANONYMOUS : Caller.ofRole(anonymousRole);
  }

  /**
   * A bearer that equals a key counts as the key; any other must verify. Without a bearer the key
   * alone decides. Other schemes count as no token.
   *
   * @throws InvalidToken when a token was given and can't be trusted
   */
  public Caller authenticate(@Nullable String authorization, @Nullable String apikey)
      throws InvalidToken {
    String token = bearer(authorization);
    if (token != null) {
      String role = keys.role(token);
      return role == null ? verifier.verify(token) : ofKey(role);
    }
    String role = apikey == null ? null : keys.role(apikey);
    return role == null ? anonymous : ofKey(role);
  }

  ApiKeys keys() {
    return keys;
  }

  private Caller ofKey(String role) {
    return role.equals(Caller.SERVICE_ROLE) ? SERVICE : anonymous;
  }

  private static @Nullable String bearer(@Nullable String authorization) {
    if (authorization == null
        || authorization.length() <= BEARER.length()
        || !authorization.substring(0, BEARER.length()).toLowerCase(Locale.ROOT).equals(BEARER)) {
      return null;
    }
    String token = authorization.substring(BEARER.length()).strip();
    return token.isEmpty() ? null : token;
  }
}
