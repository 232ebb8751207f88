package dev.minibaas.auth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes a token of claims. */
@FunctionalInterface
public interface TokenSigner {

  /** The claims, a JSON object, in the compact form of a signed token. */
  String sign(String claims);

  /** HS256 with a secret of 32 bytes or more. */
  static TokenSigner ofSecret(String secret) {
    try {
      return of(JWSAlgorithm.HS256, null, new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("JWT_SECRET can't sign with HS256", e);
    }
  }

  static TokenSigner of(JWSAlgorithm algorithm, @Nullable String kid, JWSSigner signer) {
    JWSHeader header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(kid).build();
    return claims -> {
      JWSObject jws = new JWSObject(header, new Payload(claims));
      try {
        jws.sign(signer);
      } catch (JOSEException e) {
        throw new IllegalStateException("an access token can't be signed", e);
      }
      return jws.serialize();
    };
  }
}
