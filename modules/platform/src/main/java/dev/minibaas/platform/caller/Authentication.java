package dev.minibaas.platform.caller;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides who calls, from the {@code Authorization} and {@code apikey} of a request. */
public final class Authentication {
  private static final Caller ANONYMOUS = Caller.ofRole(Caller.ANON);
  private static final Caller SERVICE = Caller.ofRole(Caller.SERVICE_ROLE);
  private static final String BEARER = "bearer ";

  private final TokenVerifier verifier;
  private final ApiKeys keys;
  private final Caller anonymous;
  private final Supplier<Authentication> current;

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
    this.current = () -> this;
  }

  private Authentication(Supplier<Authentication> current) {
    Authentication now = current.get();
    this.verifier = now.verifier;
    this.keys = now.keys;
    this.anonymous = now.anonymous;
    this.current = current;
  }

  /** Decides each time as the then current one does, for a service whose settings may change. */
  public static Authentication following(Supplier<Authentication> current) {
    return new Authentication(current);
  }

  /**
   * A bearer that equals a key counts as the key; any other must verify. Without a bearer the key
   * alone decides. Other schemes count as no token.
   *
   * @throws InvalidToken when a token was given and can't be trusted
   */
  public Caller authenticate(@Nullable String authorization, @Nullable String apikey)
      throws InvalidToken {
    Authentication now = current.get();
    return now == this ? decide(authorization, apikey) : now.authenticate(authorization, apikey);
  }

  private Caller decide(@Nullable String authorization, @Nullable String apikey)
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
    return current.get().keys;
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
