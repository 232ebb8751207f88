package dev.minibaas.platform.caller;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a service accepts: the algorithms come from here, never from the token's header.
 *
 * @param algorithms the accepted signature algorithms
 * @param keys the keys that may have signed a token with the given (accepted) header
 * @param role the role that the claims name, or null when they name none
 * @param fallbackRole the role of a valid token that names none
 * @param audience a token's {@code aud}, when present, must contain this; null accepts any
 * @param clockSkew how far clocks may differ for {@code exp}, {@code nbf} and {@code iat}
 * @param published further keys, which come and go
 */
public record TokenPolicy(
    Set<JWSAlgorithm> algorithms,
    Function<JWSHeader, List<? extends Key>> keys,
    Function<Map<String, Object>, @Nullable String> role,
    String fallbackRole,
    @Nullable String audience,
    Duration clockSkew,
    KeySource published) {

  public TokenPolicy {
    algorithms = Set.copyOf(algorithms);
  }

  /** Without published keys. */
  public TokenPolicy(
      Set<JWSAlgorithm> algorithms,
      Function<JWSHeader, List<? extends Key>> keys,
      Function<Map<String, Object>, @Nullable String> role,
      String fallbackRole,
      @Nullable String audience,
      Duration clockSkew) {
    this(algorithms, keys, role, fallbackRole, audience, clockSkew, KeySource.NONE);
  }

  /** The same policy, which accepts the signatures of these keys, too. */
  public TokenPolicy alsoBy(KeySource source) {
    return new TokenPolicy(algorithms, keys, role, fallbackRole, audience, clockSkew, source);
  }

  boolean accepts(JWSAlgorithm algorithm) {
    return algorithms.contains(algorithm) || published.algorithms().contains(algorithm);
  }

  /**
   * The keys that may have signed a token with the given header. A published key is one of a public
   * algorithm, and only for that: it can never pass as a secret.
   */
  List<Key> candidates(JWSHeader header) {
    List<Key> candidates = new ArrayList<>();
    if (algorithms.contains(header.getAlgorithm())) {
      candidates.addAll(keys.apply(header));
    }
    if (published.algorithms().contains(header.getAlgorithm())) {
      candidates.addAll(published.find(header));
    }
    return candidates;
  }

  /**
   * The default of all services: HS256 with the shared secret, the role in the claim of its name.
   */
  public static TokenPolicy hs256(String secret) {
    Key key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    List<Key> keys = List.of(key);
    return new TokenPolicy(
        Set.of(JWSAlgorithm.HS256),
        header -> keys,
        TokenPolicy::roleClaim,
        Caller.ANON,
        null,
        Duration.ofSeconds(30));
  }

  private static @Nullable String roleClaim(Map<String, Object> claims) {
    return claims.get("role") instanceof String role && !role.isEmpty() ? role : null;
  }
}
