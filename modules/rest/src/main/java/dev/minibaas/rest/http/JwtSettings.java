package dev.minibaas.rest.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.minibaas.platform.caller.PublishedKeys;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are checked, in PostgREST's settings.
 *
 * @param secret a text, base64, a JWK or a JWKS; null takes no tokens
 * @param cacheLifetime of a verified token at most; zero for no cache, null for until it expires
 * @param published where the platform publishes further keys; null when its secret isn't the one
 */
record JwtSettings(
    @Nullable String secret,
    boolean isBase64,
    @Nullable String audience,
    String roleClaim,
    @Nullable Duration cacheLifetime,
    @Nullable URI published) {
  private static final String CACHE_LIFETIME = "PGRST_JWT_CACHE_MAX_LIFETIME";
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Set<JWSAlgorithm> HMAC =
      Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
  private static final Set<JWSAlgorithm> ASYMMETRIC =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  static JwtSettings from(Settings settings) {
    String own = settings.secretOrNull("PGRST_JWT_SECRET");
    return new JwtSettings(
        own != null ? own : settings.secretOrNull("JWT_SECRET"),
        settings.flag("PGRST_JWT_SECRET_IS_BASE64", false),
        settings.textOrNull("PGRST_JWT_AUD"),
        settings.text("PGRST_JWT_ROLE_CLAIM_KEY", ".role"),
        settings.textOrNull(CACHE_LIFETIME) == null
            ? null
            : settings.seconds(CACHE_LIFETIME, 0, 0, Integer.MAX_VALUE),
        own == null ? PublishedKeys.address(settings) : null);
  }

  /** Of a text: HS256 wants 32 bytes, and with fewer every token would be refused. */
  boolean isTooShort() {
    return secret != null && !isBase64 && secret.length() < 32 && !isReferenceOrKey(secret);
  }

  private static boolean isReferenceOrKey(String text) {
    return text.startsWith("@") || text.stripLeading().startsWith("{");
  }

  /**
   * @param anonRole the role of a token that names none
   * @throws IllegalArgumentException when the secret or the claim key can't be used
   */
  TokenPolicy policy(String anonRole) {
    List<JWK> keys = keys();
    Set<JWSAlgorithm> algorithms = new HashSet<>();
    if (keys.isEmpty() || keys.stream().anyMatch(OctetSequenceKey.class::isInstance)) {
      algorithms.addAll(HMAC);
    }
    if (keys.stream().anyMatch(AsymmetricJWK.class::isInstance)) {
      algorithms.addAll(ASYMMETRIC);
    }
    return new TokenPolicy(
        algorithms,
        keys.isEmpty() ? header -> List.of() : header -> matching(keys, header),
        RoleClaim.parse(roleClaim),
        anonRole,
        audience,
        SKEW);
  }

  /** The role that claims name; null when they name none. */
  @Nullable String role(Map<String, Object> claims) {
    return RoleClaim.parse(roleClaim).apply(claims);
  }

  private List<JWK> keys() {
    if (secret == null) {
      return List.of();
    }
    String text = secret.startsWith("@") ? file(secret.substring(1)) : secret;
    if (!isReferenceOrKey(text)) {
      return List.of(new OctetSequenceKey.Builder(bytes(text)).build());
    }
    try {
      return text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
    } catch (ParseException e) {
      throw new IllegalArgumentException("PGRST_JWT_SECRET is no JWK or JWKS", e);
    }
  }

  private static String file(String name) {
    try {
      return Files.readString(Path.of(name)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("PGRST_JWT_SECRET: can't read " + name, e);
    }
  }

  private byte[] bytes(String text) {
    if (!isBase64) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    String standard = text.replace('-', '+').replace('_', '/').replace('.', '=');
    return Base64.getDecoder().decode(standard);
  }

  private static List<Key> matching(List<JWK> keys, JWSHeader header) {
    List<Key> found = new ArrayList<>();
    for (JWK key : keys) {
      boolean isOther =
          header.getKeyID() != null
              && key.getKeyID() != null
              && !header.getKeyID().equals(key.getKeyID());
      // only a key of the algorithm's own kind: a public key is never a secret
      if (!isOther && key.getKeyType().equals(KeyType.forAlgorithm(header.getAlgorithm()))) {
        found.add(key(key, header));
      }
    }
    return found;
  }

  private static Key key(JWK key, JWSHeader header) {
    try {
      if (key instanceof AsymmetricJWK asymmetric) {
        return asymmetric.toPublicKey();
      }
      byte[] secret = ((OctetSequenceKey) key).toByteArray();
      return new SecretKeySpec(secret, header.getAlgorithm().getName());
    } catch (JOSEException e) {
      throw new IllegalArgumentException("PGRST_JWT_SECRET holds an unusable key", e);
    }
  }
}
