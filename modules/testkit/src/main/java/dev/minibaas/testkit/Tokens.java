package dev.minibaas.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bearer tokens as the auth service makes them, and every kind of forged one. The JSON is written
 * here by hand, so that a test never depends on the code it tests.
 */
public final class Tokens {
  /** The secret of tests that start no server of their own choice. */
  public static final String SECRET = "a-secret-for-tests-only-0123456789abcdef";

  private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final Duration HOUR = Duration.ofHours(1);

  private final String secret;

  private Tokens(String secret) {
    this.secret = secret;
  }

  public static Tokens signedWith(String secret) {
    return new Tokens(secret);
  }

  public static Tokens ofTests() {
    return new Tokens(SECRET);
  }

  /** A valid token of a signed-in user, for an hour. */
  public String user(UUID id) {
    return signed(userClaims(id, HOUR));
  }

  /** A valid token of a user in a database role of the operator's own. */
  public String user(UUID id, String role) {
    return signed(userClaims(id, HOUR).replace("\"authenticated\"}", "\"" + role + "\"}"));
  }

  /** The key of clients without a user. */
  public String anon() {
    return key("anon");
  }

  /** The key that may do everything; it has no subject. */
  public String serviceRole() {
    return key("service_role");
  }

  private String key(String role) {
    return signed(
        "{\"iss\":\"supabase\",\"iat\":%d,\"exp\":%d,\"role\":\"%s\"}"
            .formatted(now(), now() + HOUR.toSeconds(), role));
  }

  /** A token that was valid until a minute ago. */
  public String expired(UUID id) {
    return signed(userClaims(id, Duration.ofMinutes(-1)));
  }

  /** Any claims, as a JSON object, signed with the right secret. */
  public String signed(String claims) {
    return hmac(HS256, claims, secret.getBytes(UTF_8));
  }

  /** Every token that must be refused, by what is wrong with it, all claiming to be the user. */
  public Map<String, String> refused(UUID id) {
    String claims = userClaims(id, HOUR);
    Map<String, String> refused = new LinkedHashMap<>();
    refused.put("expired", expired(id));
    refused.put(
        "signed with another key", hmac(HS256, claims, "another-secret".repeat(4).getBytes(UTF_8)));
    refused.put("alg none", unsigned("none", claims));
    refused.put("alg None", unsigned("None", claims));
    refused.put("no signature", unsigned("HS256", claims));
    refused.put(
        "RS256 with the secret as HMAC key",
        hmac(HS256.replace("HS256", "RS256"), claims, secret.getBytes(UTF_8)));
    refused.put("RS256 with a foreign key pair", rs256(claims));
    refused.put("HS256 with a public key as secret", hmacWithPublicKey(claims));
    refused.put("HS512", hs512(claims));
    refused.put("claims changed after signing", tampered(id));
    refused.put(
        "not yet valid",
        signed(claims.replace("{\"iss\"", "{\"nbf\":%d,\"iss\"".formatted(now() + 3600))));
    refused.put("not JSON", hmac(HS256, "not json", secret.getBytes(UTF_8)));
    refused.put("not a token", "not.a.token");
    refused.put("one part", "garbage");
    return refused;
  }

  private static String userClaims(UUID id, Duration validity) {
    return ("{\"iss\":\"http://localhost:8000/auth/v1\",\"sub\":\"%s\",\"aud\":\"authenticated\","
            + "\"exp\":%d,\"iat\":%d,\"email\":\"%s@example.com\",\"phone\":\"\","
            + "\"app_metadata\":{\"provider\":\"email\",\"providers\":[\"email\"]},"
            + "\"user_metadata\":{},\"aal\":\"aal1\","
            + "\"amr\":[{\"method\":\"password\",\"timestamp\":%d}],"
            + "\"session_id\":\"%s\",\"is_anonymous\":false,\"role\":\"authenticated\"}")
        .formatted(id, now() + validity.toSeconds(), now() - 60, id, now() - 60, UUID.randomUUID());
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static String unsigned(String algorithm, String claims) {
    return encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "." + encoded(claims) + ".";
  }

  private String tampered(UUID id) {
    String[] parts = user(UUID.randomUUID()).split("\\.");
    return parts[0] + "." + encoded(userClaims(id, HOUR)) + "." + parts[2];
  }

  private static String hmac(String header, String claims, byte[] key) {
    return mac("HmacSHA256", header, claims, key);
  }

  private String hs512(String claims) {
    // the right secret with an algorithm that the policy does not name
    String padded = (secret + "0".repeat(64)).substring(0, Math.max(64, secret.length()));
    return mac("HmacSHA512", HS256.replace("HS256", "HS512"), claims, padded.getBytes(UTF_8));
  }

  private static String mac(String algorithm, String header, String claims, byte[] key) {
    String input = encoded(header) + "." + encoded(claims);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return input + "." + encoded(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String rs256(String claims) {
    String input = encoded(HS256.replace("HS256", "RS256")) + "." + encoded(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(Rsa.PAIR.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hmacWithPublicKey(String claims) {
    return hmac(HS256, claims, Rsa.PAIR.getPublic().getEncoded());
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static final class Rsa {
    static final KeyPair PAIR = pair();

    private static KeyPair pair() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
