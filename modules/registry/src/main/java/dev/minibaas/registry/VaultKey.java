package dev.minibaas.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/**
 * One version of the vault's key. It seals with AES-256-GCM: 12 random bytes of nonce, then the
 * ciphertext with its tag; what the text belongs to is the additional data, so that a sealed text
 * opens nowhere else.
 */
final class VaultKey {
  static final int SALT_BYTES = 16;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;
  // RFC 7914's costs for interactive use: 16 MiB and some 50 ms, once per version and process
  private static final int COST = 16_384;
  private static final int BLOCK_SIZE = 8;
  private static final int PARALLELISM = 1;
  private static final byte[] PROOF = bytes("minibaas vault");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int version;
  private final SecretKey key;

  private VaultKey(int version, SecretKey key) {
    this.version = version;
    this.key = key;
  }

  static VaultKey derived(int version, String secret, byte[] salt) {
    byte[] key = SCrypt.generate(bytes(secret), salt, COST, BLOCK_SIZE, PARALLELISM, KEY_BYTES);
    return new VaultKey(version, new SecretKeySpec(key, "AES"));
  }

  static byte[] randomSalt() {
    return random(SALT_BYTES);
  }

  int version() {
    return version;
  }

  /** A known text, sealed: by it a key is recognised. */
  byte[] proof() {
    return seal(PROOF, PROOF);
  }

  boolean proves(byte[] proof) {
    byte[] opened = open(proof, PROOF);
    return opened != null && java.security.MessageDigest.isEqual(opened, PROOF);
  }

  byte[] seal(Registration.Identity of, String text) {
    return seal(bytes(text), additionalData(of));
  }

  /** The text; null when this isn't what was sealed for that registration with this key. */
  @Nullable String open(Registration.Identity of, byte[] sealed) {
    byte[] opened = open(sealed, additionalData(of));
    return opened == null ? null : new String(opened, StandardCharsets.UTF_8);
  }

  private byte[] seal(byte[] text, byte[] additionalData) {
    byte[] nonce = random(NONCE_BYTES);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, additionalData).doFinal(text);
      return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a text can't be sealed with key " + version, e);
    }
  }

  private byte @Nullable [] open(byte[] sealed, byte[] additionalData) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
      return null;
    }
    byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, additionalData)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a text can't be opened with key " + version, e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] additionalData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(additionalData);
    return cipher;
  }

  /** Each part with its length before it, so that no two identities have the same bytes. */
  private byte[] additionalData(Registration.Identity of) {
    byte[] tenant = bytes(of.tenant());
    byte[] engine = bytes(of.engine().text());
    return ByteBuffer.allocate(4 + 16 + 4 + engine.length + 4 + tenant.length)
        .putInt(version)
        .putLong(of.id().getMostSignificantBits())
        .putLong(of.id().getLeastSignificantBits())
        .putInt(engine.length)
        .put(engine)
        .putInt(tenant.length)
        .put(tenant)
        .array();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "VaultKey[version=" + version + "]";
  }
}
