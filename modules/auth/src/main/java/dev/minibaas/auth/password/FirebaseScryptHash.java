package dev.minibaas.auth.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * {@code $fbscrypt$v=1,n=14,r=8,p=1,ss=…,sk=…$salt$hash}: scrypt's outcome is the key with which
 * Firebase's project-wide key is encrypted, and that is the hash.
 *
 * @param power the binary logarithm of scrypt's N
 * @param salt with the project's separator
 */
record FirebaseScryptHash(int power, int blocks, int lanes, byte[] salt, byte[] signer, byte[] hash)
    implements PasswordHash {
  private static final int KEY_BYTES = 32;
  private static final int MAX_POWER = 20;
  private static final int MAX_BLOCKS = 32;
  private static final int MAX_LANES = 16;
  private static final String TEXT = "([A-Za-z0-9+/]{0,256}={0,2})";
  private static final Pattern FORM =
      Pattern.compile(
          "\\$fbscrypt\\$v=1,n=(\\d{1,2}),r=(\\d{1,2}),p=(\\d{1,2})(?:,ss="
              + TEXT
              + ")?(?:,sk="
              + TEXT
              + ")?\\$"
              + TEXT
              + "\\$"
              + TEXT);

  static Optional<PasswordHash> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Optional<byte[]> separator = part(form, 4);
    Optional<byte[]> signer = part(form, 5);
    Optional<byte[]> salt = part(form, 6);
    Optional<byte[]> hash = part(form, 7);
    int power = Integer.parseInt(form.group(1));
    int blocks = Integer.parseInt(form.group(2));
    int lanes = Integer.parseInt(form.group(3));
    if (separator.isEmpty() || signer.isEmpty() || salt.isEmpty() || hash.isEmpty()) {
      return Optional.empty();
    }
    // without a key or a hash, every password would match
    boolean isWhole = signer.get().length > 0 && hash.get().length == signer.get().length;
    return isWhole && isBounded(power, blocks, lanes)
        ? Optional.of(
            new FirebaseScryptHash(
                power,
                blocks,
                lanes,
                joined(salt.get(), separator.get()),
                signer.get(),
                hash.get()))
        : Optional.empty();
  }

  private static Optional<byte[]> part(Matcher form, int group) {
    String text = form.group(group);
    return Base64Text.decode(text == null ? "" : text);
  }

  private static boolean isBounded(int power, int blocks, int lanes) {
    return power >= 1
        && power <= MAX_POWER
        && blocks >= 1
        && blocks <= MAX_BLOCKS
        && lanes >= 1
        && lanes <= MAX_LANES
        && (128L * blocks << power) <= Runtime.getRuntime().maxMemory() / 4;
  }

  private static byte[] joined(byte[] salt, byte[] separator) {
    byte[] joined = java.util.Arrays.copyOf(salt, salt.length + separator.length);
    System.arraycopy(separator, 0, joined, salt.length, separator.length);
    return joined;
  }

  @Override
  public boolean matches(byte[] password) {
    byte[] key = SCrypt.generate(password, salt, 1 << power, blocks, lanes, KEY_BYTES);
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return MessageDigest.isEqual(hash, cipher.doFinal(signer));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in counter mode", e);
    }
  }

  @Override
  public String scheme() {
    return "fbscrypt";
  }

  /** Its key is the whole project's. */
  @Override
  public boolean isWeak() {
    return true;
  }

  /** Stays out of logs. */
  @Override
  public String toString() {
    return "FirebaseScryptHash[n=" + power + "]";
  }
}
