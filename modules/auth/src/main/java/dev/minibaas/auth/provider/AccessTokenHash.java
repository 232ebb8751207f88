package dev.minibaas.auth.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;

/** {@code at_hash} (OpenID Connect Core 1.0, section 3.1.3.6): that two tokens belong together. */
final class AccessTokenHash {
  private AccessTokenHash() {}

  /** Nothing to check where one of the two is missing. */
  static void check(String idToken, JWTClaimsSet claims, String accessToken) {
    Object expected = claims.getClaim("at_hash");
    if (expected == null || accessToken.isEmpty()) {
      return;
    }
    if (!expected.equals(hash(idToken, accessToken))) {
      throw new ProviderFailure("the access token isn't the one that the ID token came with");
    }
  }

  private static String hash(String idToken, String accessToken) {
    try {
      // RS256, ES384 … end in the size of their hash
      String algorithm = SignedJWT.parse(idToken).getHeader().getAlgorithm().getName();
      byte[] hash =
          MessageDigest.getInstance("SHA-" + algorithm.substring(2))
              .digest(accessToken.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, hash.length / 2));
    } catch (NoSuchAlgorithmException | ParseException e) {
      throw new ProviderFailure("at_hash can't be computed", e);
    }
  }
}
