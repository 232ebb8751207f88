package dev.minibaas.engines;

import java.time.Duration;

/**
 * What one registered database may cost.
 *
 * @param maxRows how many rows an answer may have
 * @param maxBytes how many bytes an answer may have, about
 * @param timeout of connecting and of a statement
 * @param poolSize connections at most
 * @param idle how long an unused connection stays open
 */
public record Limits(int maxRows, long maxBytes, Duration timeout, int poolSize, Duration idle) {

  /** For a single look at a database, such as a test of its registration. */
  public static Limits ofOneConnection(Duration timeout) {
    return new Limits(1000, 5_000_000, timeout, 1, Duration.ofSeconds(1));
  }

  /** What may come over the wire for an answer, which has more to it than its values. */
  long wireBytes() {
    return maxBytes * 4;
  }

  long nanos() {
    return timeout.toNanos();
  }

  int timeoutMillis() {
    return Math.toIntExact(timeout.toMillis());
  }
}
