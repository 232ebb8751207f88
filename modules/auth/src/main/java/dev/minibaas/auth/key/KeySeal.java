package dev.minibaas.auth.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals private keys with AES-256-GCM. The form is a byte for the version, 12 bytes of nonce, the
 * ciphertext; the key's id is the additional data, so a sealed key can't be passed off as another.
 */
final class KeySeal {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final byte[] PURPOSE = bytes("minibaas auth: signing keys, version 1");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  KeySeal(String secret) {
    this.key = derived(bytes(secret));
  }

  /**
   * HKDF-SHA-256 (RFC 5869) for one block; the secret is random and long, so it isn't stretched.
   */
  private static SecretKey derived(byte[] secret) {
    byte[] extracted = mac(new byte[32], secret);
    byte[] block = ByteBuffer.allocate(PURPOSE.length + 1).put(PURPOSE).put((byte) 1).array();
    return new SecretKeySpec(mac(extracted, block), "AES");
  }

  private static byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  byte[] seal(String kid, String privateKey) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, kid, nonce).doFinal(bytes(privateKey));
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + kid + " can't be sealed", e);
    }
  }

  /** The private key; null when it was sealed with another secret or isn't what was sealed. */
  @Nullable String open(String kid, byte[] sealed) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      return null;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
    int start = 1 + NONCE_BYTES;
    try {
      byte[] opened =
          cipher(Cipher.DECRYPT_MODE, kid, nonce).doFinal(sealed, start, sealed.length - start);
      return new String(opened, StandardCharsets.UTF_8);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + kid + " can't be opened", e);
    }
  }

  private Cipher cipher(int mode, String kid, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bytes(kid));
    return cipher;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
