package dev.minibaas.platform.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens as friends and foes make them. */
final class TestTokens {
  static final String SECRET = "a-secret-that-is-long-enough-for-every-one-of-the-hmac-algorithms";

  private TestTokens() {}

  static String signed(JWTClaimsSet claims) {
    return signed(claims, SECRET, JWSAlgorithm.HS256);
  }

  static String signed(JWTClaimsSet claims, String secret, JWSAlgorithm algorithm) {
    try {
      SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
      jwt.sign(new MACSigner(secret));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token in parts of our own making. */
  static String raw(String header, String payload, String signature) {
    return encoded(header) + "." + encoded(payload) + "." + signature;
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
