package dev.minibaas.auth.factor;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 6238 with what every authenticator app assumes: HMAC-SHA-1, 30 seconds, 6 digits. */
final class Totp {
  static final int DIGITS = 6;
  static final int SECONDS = 30;

  /** A code counts one step early and late: clocks differ, and typing takes time. */
  private static final int SKEW = 1;

  private static final int SECRET_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Totp() {}

  /** A new secret, in base 32. */
  static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base32.encode(bytes);
  }

  /** The code of a time step, with leading zeros. */
  static String code(byte[] secret, long step, int digits) {
    byte[] hash = hmac(secret, step);
    // RFC 4226, section 5.3: the last half byte says where the number is
    int offset = hash[hash.length - 1] & 0x0f;
    int number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffff;
    return String.format("%0" + digits + "d", number % (int) Math.pow(10, digits));
  }

  static long stepOf(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS);
  }

  /** The step whose code it is, now or nearly; empty for a wrong code. */
  static OptionalLong matching(byte[] secret, String code, Instant now) {
    long current = stepOf(now);
    OptionalLong found = OptionalLong.empty();
    // all are compared, so the time taken tells nothing
    for (long step = current - SKEW; step <= current + SKEW; step++) {
      if (same(code(secret, step, DIGITS), code) && found.isEmpty()) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** What the QR code says to an app. */
  static String uri(String secret, String issuer, String account) {
    return "otpauth://totp/"
        + encoded(issuer)
        + ":"
        + encoded(account)
        + "?algorithm=SHA1&digits="
        + DIGITS
        + "&issuer="
        + encoded(issuer)
        + "&period="
        + SECONDS
        + "&secret="
        + secret;
  }

  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] hmac(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "RAW"));
      return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-1", e);
    }
  }
}
