package dev.minibaas.auth.external;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What follows from a visit's state without being kept anywhere. */
final class VisitSecrets {
  private final SecretKeySpec key;

  VisitSecrets(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** Binds the provider's ID token to the visit. */
  String nonce(String state) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return encoded(mac.doFinal(("nonce of visit " + state).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  static String challenge(String codeVerifier) {
    try {
      return encoded(
          MessageDigest.getInstance("SHA-256")
              .digest(codeVerifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
