package dev.minibaas.realtime.log;

import java.time.Duration;

/**
 * How much is kept; what is over either limit goes, oldest first.
 *
 * @param bytes of all entries, by the sizes that they were appended with
 * @param age since the append
 */
public record LogLimits(long bytes, Duration age) {
  public LogLimits {
    if (bytes <= 0 || !age.isPositive()) {
      throw new IllegalArgumentException("a change log of %d bytes, %s".formatted(bytes, age));
    }
  }
}
