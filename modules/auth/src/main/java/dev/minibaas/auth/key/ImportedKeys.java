package dev.minibaas.auth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What GoTrue's setting {@code GOTRUE_JWT_KEYS} holds: a JSON array of JWKs. */
final class ImportedKeys {
  private static final int RSA_BITS = 2048;

  private ImportedKeys() {}

  /**
   * The asymmetric keys. The shared secret may stand among them, as GoTrue has it; it is a setting
   * of its own here.
   *
   * @throws IllegalArgumentException naming the key that can't be used
   */
  static List<JWK> parse(String text, byte[] secret) throws ParseException {
    List<JWK> keys =
        JWKSet.parse("{\"keys\":" + text + "}").getKeys().stream()
            .filter(key -> !isSecret(key, secret))
            .toList();
    keys.forEach(ImportedKeys::check);
    if (keys.stream().filter(ImportedKeys::isSigning).count() > 1) {
      throw new IllegalArgumentException("more than one key has \"sign\" in key_ops: leave one");
    }
    return keys;
  }

  private static boolean isSecret(JWK key, byte[] secret) {
    return key instanceof OctetSequenceKey octets
        && MessageDigest.isEqual(octets.toByteArray(), secret);
  }

  private static void check(JWK key) {
    if (key.getKeyID() == null || key.getKeyID().isEmpty()) {
      throw new IllegalArgumentException("a key has no kid: give each its own");
    }
    if (algorithm(key) == null) {
      throw new IllegalArgumentException(
          "the key "
              + key.getKeyID()
              + " is neither RS256 with 2048 bits nor ES256, nor JWT_SECRET: remove it");
    }
    if (isSigning(key) && !key.isPrivate()) {
      throw new IllegalArgumentException(
          "the key " + key.getKeyID() + " is to sign, but has no private half");
    }
  }

  static boolean isSigning(JWK key) {
    return key.getKeyOperations() != null && key.getKeyOperations().contains(KeyOperation.SIGN);
  }

  static @Nullable JWSAlgorithm algorithm(JWK key) {
    JWSAlgorithm algorithm =
        switch (key) {
          case RSAKey rsa when rsa.size() >= RSA_BITS -> JWSAlgorithm.RS256;
          case ECKey ec when ec.getCurve().equals(Curve.P_256) -> JWSAlgorithm.ES256;
          default -> null;
        };
    boolean isOther = key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm);
    return isOther ? null : algorithm;
  }
}
