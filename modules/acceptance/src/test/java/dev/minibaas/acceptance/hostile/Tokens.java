package dev.minibaas.acceptance.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes tokens by hand: no library would write these. */
public final class Tokens {
  private static final String HS256 =
      """
      {"alg":"HS256","typ":"JWT"}\
      """;

  private Tokens() {}

  /** The claims of a signed-in user. */
  public static String claims(String subject, Instant expiry) {
    return """
    {"sub":"%s","role":"authenticated","aud":"authenticated","iat":%d,"exp":%d}\
    """
        .formatted(subject, expiry.getEpochSecond() - 3600, expiry.getEpochSecond());
  }

  /** A token as the platform itself would sign it. */
  public static String valid(String secret, String claims) {
    return signed("HmacSHA256", secret, HS256, claims);
  }

  /** Tokens that nobody may be known by, each by what is wrong with it. */
  static Map<String, String> refused(String genuine, String subject, String secret) {
    Instant soon = Instant.now().plusSeconds(600);
    String claims = claims(subject, soon);
    String admin = claims.replace("\"authenticated\",\"aud\"", "\"service_role\",\"aud\"");
    String[] parts = genuine.split("\\.", -1);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("forged claims", parts[0] + "." + base64(admin) + "." + parts[2]);
    tokens.put("expired", valid(secret, claims(subject, Instant.now().minusSeconds(3600))));
    tokens.put(
        "alg none", base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64(admin) + ".");
    tokens.put(
        "alg none with a signature",
        signed("HmacSHA256", secret, "{\"alg\":\"none\",\"typ\":\"JWT\"}", admin));
    tokens.put("wrong key", valid("another-secret-of-more-than-32-characters", admin));
    tokens.put(
        "RS256 signed by HMAC",
        signed("HmacSHA256", secret, "{\"alg\":\"RS256\",\"typ\":\"JWT\"}", claims));
    tokens.put(
        "HS512, which is not the policy's",
        signed("HmacSHA512", secret, "{\"alg\":\"HS512\",\"typ\":\"JWT\"}", claims));
    tokens.put("cut in the signature", genuine.substring(0, genuine.length() - 12));
    tokens.put("cut before the signature", parts[0] + "." + parts[1]);
    tokens.put("empty signature", parts[0] + "." + parts[1] + ".");
    tokens.put("no token at all", "invalid.jwt.token");
    return tokens;
  }

  private static String signed(String algorithm, String secret, String header, String claims) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
      String text = base64(header) + "." + base64(claims);
      return text + "." + base64(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is not to be had", e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
