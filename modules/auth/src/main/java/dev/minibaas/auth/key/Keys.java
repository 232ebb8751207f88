package dev.minibaas.auth.key;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Set;
import java.util.UUID;

/** Makes keys, and the form in which one is published. */
final class Keys {
  private static final int RSA_BITS = 2048;

  private Keys() {}

  /** A new pair of a key of our own. */
  static JWK fresh(JWSAlgorithm algorithm) {
    String kid = UUID.randomUUID().toString();
    try {
      return algorithm.equals(JWSAlgorithm.RS256)
          ? new RSAKeyGenerator(RSA_BITS).keyID(kid).algorithm(algorithm).generate()
          : new ECKeyGenerator(Curve.P_256).keyID(kid).algorithm(algorithm).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("no key can be made for " + algorithm, e);
    }
  }

  /** The public half alone, saying what it is for. */
  static JWK publicHalf(JWK key, Algorithm algorithm) {
    Set<KeyOperation> verify = Set.of(KeyOperation.VERIFY);
    return key instanceof RSAKey rsa
        ? new RSAKey.Builder(rsa.toPublicJWK())
            .algorithm(algorithm)
            .keyUse(KeyUse.SIGNATURE)
            .keyOperations(verify)
            .build()
        : new ECKey.Builder(key.toECKey().toPublicJWK())
            .algorithm(algorithm)
            .keyUse(KeyUse.SIGNATURE)
            .keyOperations(verify)
            .build();
  }
}
