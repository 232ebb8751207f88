package dev.minibaas.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRefreshTokenTest {
  private static final UUID SESSION = UUID.fromString("5f0c7a1e-9d57-4a3b-8b39-0d2f6f3f9a10");
  private static final byte[] KEY = new byte[32];

  /** As the format says it, step by step; 300 is AC 02 as a varint. */
  @Test
  void theFormIsGoTrues() throws Exception {
    byte[] message =
        ByteBuffer.allocate(19)
            .put((byte) 0)
            .putLong(SESSION.getMostSignificantBits())
            .putLong(SESSION.getLeastSignificantBits())
            .put((byte) 0xAC)
            .put((byte) 0x02)
            .array();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    byte[] signed = ByteBuffer.allocate(35).put(message).put(mac.doFinal(message), 0, 16).array();
    byte[] checksum = MessageDigest.getInstance("SHA-256").digest(signed);
    byte[] whole = ByteBuffer.allocate(39).put(signed).put(checksum, 0, 4).array();

    assertThat(SignedRefreshToken.encode(SESSION, 300, KEY))
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(whole));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, 1L << 40, Long.MAX_VALUE})
  void everyCounterComesBack(long counter) {
    String text = SignedRefreshToken.encode(SESSION, counter, KEY);
    SignedRefreshToken token = SignedRefreshToken.parse(text).orElseThrow();

    assertThat(token.sessionId()).isEqualTo(SESSION);
    assertThat(token.counter()).isEqualTo(counter);
    assertThat(token.isSignedWith(KEY)).isTrue();
    assertThat(token.isSignedWith(new byte[] {1})).isFalse();
  }

  @Test
  void aChangedByteIsNoToken() {
    byte[] bytes = Base64.getUrlDecoder().decode(SignedRefreshToken.encode(SESSION, 7, KEY));
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 0x20;
      assertThat(SignedRefreshToken.parse(encoded(changed))).isEmpty();
    }
  }

  /** The checksum is no secret: what has a right one may still be ill-formed. */
  @Test
  void aRightChecksumDoesNotMakeAToken() throws Exception {
    byte[] tail = new byte[16];
    for (byte[] counter :
        new byte[][] {
          {}, {(byte) 0x80}, {1, 1}, {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, {-1, -1, -1, -1}
        }) {
      byte[] body =
          ByteBuffer.allocate(17 + counter.length + 16)
              .put(new byte[17])
              .put(counter)
              .put(tail)
              .array();
      assertThat(SignedRefreshToken.parse(encoded(withChecksum(body)))).isEmpty();
    }
    byte[] version = new byte[34];
    version[0] = 1;
    assertThat(SignedRefreshToken.parse(encoded(withChecksum(version)))).isEmpty();
    assertThat(SignedRefreshToken.parse(encoded(withChecksum(new byte[34])))).isPresent();
  }

  @Test
  void noiseIsNoToken() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      assertThat(SignedRefreshToken.parse(encoded(noise))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "AAAA", "a.b.c", "ä", "'; drop table auth.users --"})
  void textIsNoToken(String text) {
    assertThat(SignedRefreshToken.parse(text)).isEmpty();
    assertThat(SignedRefreshToken.parse("A".repeat(100_000))).isEmpty();
  }

  private static byte[] withChecksum(byte[] body) throws Exception {
    byte[] checksum = MessageDigest.getInstance("SHA-256").digest(body);
    byte[] whole = Arrays.copyOf(body, body.length + 4);
    System.arraycopy(checksum, 0, whole, body.length, 4);
    return whole;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
