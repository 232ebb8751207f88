package dev.minibaas.auth.factor;

import java.security.SecureRandom;

/** Codes for phones. */
final class Codes {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Codes() {}

  static String digits(int count) {
    StringBuilder code = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      code.append(RANDOM.nextInt(10));
    }
    return code.toString();
  }
}
