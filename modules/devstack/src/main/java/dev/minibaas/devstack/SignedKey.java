package dev.minibaas.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The supabase-style keys: tokens with a role and no subject, signed with the JWT secret. */
final class SignedKey {
  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  private static final Duration VALIDITY = Duration.ofDays(5 * 365);

  private SignedKey() {}

  static String of(String role, String secret, Instant now) {
    String claims =
        "{\"iss\":\"supabase\",\"role\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(role, now.getEpochSecond(), now.plus(VALIDITY).getEpochSecond());
    String input = HEADER + "." + encoded(claims);
    return input + "." + signature(input, secret);
  }

  static boolean looksSigned(String key) {
    return key.startsWith("eyJ") && key.chars().filter(c -> c == '.').count() == 2;
  }

  static boolean isSignedWith(String key, String secret) {
    int dot = key.lastIndexOf('.');
    return dot > 0
        && MessageDigest.isEqual(
            key.substring(dot + 1).getBytes(UTF_8),
            signature(key.substring(0, dot), secret).getBytes(UTF_8));
  }

  private static String signature(String input, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return encoded(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new StackFailure("cannot sign a key: " + e.getMessage(), e);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
