package dev.minibaas.realtime.cluster;

import java.security.SecureRandom;

/** Numbers of logs. */
final class Eras {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Eras() {}

  /** One that no other log has. */
  static long fresh() {
    return RANDOM.nextLong(1, Long.MAX_VALUE);
  }
}
