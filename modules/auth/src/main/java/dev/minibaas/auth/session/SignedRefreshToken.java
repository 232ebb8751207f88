package dev.minibaas.auth.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A refresh token of the second kind, of which no row is kept: the session and a counter, signed
 * with the session's own key.
 *
 * <p>In bytes: version 0, 16 of the session's id, the counter as an unsigned varint, the first 16
 * of an HMAC-SHA-256 of all that, the first 4 of a SHA-256 of all that. In text: base64url.
 */
final class SignedRefreshToken {
  private static final int UUID_BYTES = 16;
  private static final int SIGNATURE_BYTES = 16;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MIN_BYTES = 1 + UUID_BYTES + 1 + SIGNATURE_BYTES + CHECKSUM_BYTES;
  private static final int MAX_TEXT = 100;

  private final UUID sessionId;
  private final long counter;
  private final byte[] message;
  private final byte[] signature;

  private SignedRefreshToken(UUID sessionId, long counter, byte[] message, byte[] signature) {
    this.sessionId = sessionId;
    this.counter = counter;
    this.message = message;
    this.signature = signature;
  }

  /** The text of a session's token. */
  static String encode(UUID sessionId, long counter, byte[] key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.writeBytes(bytes(sessionId));
    writeVarint(bytes, counter);
    bytes.write(signature(bytes.toByteArray(), key), 0, SIGNATURE_BYTES);
    bytes.write(checksum(bytes.toByteArray()), 0, CHECKSUM_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** What a text says, unproved as yet; empty for what isn't such a token. */
  static Optional<SignedRefreshToken> parse(String text) {
    byte[] bytes = decoded(text);
    if (bytes.length < MIN_BYTES || bytes[0] != 0) {
      return Optional.empty();
    }
    int signed = bytes.length - CHECKSUM_BYTES;
    byte[] checksum = Arrays.copyOf(checksum(Arrays.copyOf(bytes, signed)), CHECKSUM_BYTES);
    if (!MessageDigest.isEqual(checksum, Arrays.copyOfRange(bytes, signed, bytes.length))) {
      return Optional.empty();
    }
    int end = signed - SIGNATURE_BYTES;
    ByteBuffer body = ByteBuffer.wrap(bytes, 1, end - 1);
    UUID sessionId = new UUID(body.getLong(), body.getLong());
    long counter = readVarint(body);
    if (counter < 0 || body.hasRemaining()) {
      return Optional.empty();
    }
    return Optional.of(
        new SignedRefreshToken(
            sessionId, counter, Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, end, signed)));
  }

  private static byte[] decoded(String text) {
    if (text.length() > MAX_TEXT || text.endsWith("=")) {
      return new byte[0];
    }
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  UUID sessionId() {
    return sessionId;
  }

  long counter() {
    return counter;
  }

  boolean isSignedWith(byte[] key) {
    byte[] expected = Arrays.copyOf(signature(message, key), SIGNATURE_BYTES);
    return MessageDigest.isEqual(expected, signature);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static void writeVarint(ByteArrayOutputStream bytes, long value) {
    long rest = value;
    while (rest >= 0x80) {
      bytes.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** Negative for what is none, or beyond 63 bits. */
  private static long readVarint(ByteBuffer body) {
    long value = 0;
    for (int shift = 0; shift < 63 && body.hasRemaining(); shift += 7) {
      byte part = body.get();
      value |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    return -1;
  }

  private static byte[] signature(byte[] message, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] checksum(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
