package dev.minibaas.rest.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.minibaas.platform.caller.KeySource;
import dev.minibaas.platform.caller.PublishedKeys;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are checked, in PostgREST's settings.
 *
 * @param secret a text, base64, a JWK or a JWKS; null takes no tokens
 * @param published the platform's own keys, which count as long as no other secret is set
 */
record JwtSettings(
    @Nullable String secret,
    boolean isBase64,
    @Nullable String audience,
    String roleClaim,
    KeySource published) {
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
        own == null ? PublishedKeys.from(settings) : KeySource.NONE);
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
    Set<JWSAlgorithm> algorithms = keys.isEmpty() || hasSecrets(keys) ? HMAC : ASYMMETRIC;
    TokenPolicy policy =
        new TokenPolicy(
            algorithms,
            keys.isEmpty() ? header -> List.of() : header -> matching(keys, header),
            RoleClaim.parse(roleClaim),
            anonRole,
            audience,
            SKEW);
    return policy.alsoBy(published);
  }

  /** A set of both kinds would let a public key pass as a secret; secrets win. */
  private static boolean hasSecrets(List<JWK> keys) {
    return keys.stream().anyMatch(OctetSequenceKey.class::isInstance);
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
      if (!isOther) {
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
