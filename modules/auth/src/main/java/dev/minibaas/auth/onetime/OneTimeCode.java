package dev.minibaas.auth.onetime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A code that somebody gets sent and gives back; the database knows only its hash.
 *
 * @param code decimal digits
 * @param hash hex SHA-224 of the address or number followed by the code, as GoTrue has it; in a
 *     flow with PKCE with a prefix
 */
public record OneTimeCode(String code, String hash) {
  /** Of a hash whose flow ends with an auth code instead of a session. */
  public static final String PKCE_PREFIX = "pkce_";

  private static final SecureRandom RANDOM = new SecureRandom();

  static OneTimeCode fresh(String address, int digits) {
    StringBuilder code = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      code.append(RANDOM.nextInt(10));
    }
    return new OneTimeCode(code.toString(), hash(address, code.toString()));
  }

  OneTimeCode withPkce() {
    return new OneTimeCode(code, PKCE_PREFIX + hash);
  }

  /** The hash, without prefix, of a code that an address or number was sent. */
  public static String hash(String address, String code) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-224")
              .digest((address + code).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-224", e);
    }
  }

  /** The code stays out of logs. */
  @Override
  public String toString() {
    return "OneTimeCode[" + hash + "]";
  }
}
