package dev.minibaas.auth.signup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A code that a user gets by mail and gives back; the database knows only its hash.
 *
 * @param code decimal digits
 * @param hash hex SHA-224 of the address followed by the code, as GoTrue has it
 */
record OneTimeToken(String code, String hash) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static OneTimeToken fresh(String address, int digits) {
    StringBuilder code = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      code.append(RANDOM.nextInt(10));
    }
    return of(address, code.toString());
  }

  static OneTimeToken of(String address, String code) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-224")
              .digest((address + code).getBytes(StandardCharsets.UTF_8));
      return new OneTimeToken(code, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-224", e);
    }
  }

  /** The code stays out of logs. */
  @Override
  public String toString() {
    return "OneTimeToken[" + hash + "]";
  }
}
