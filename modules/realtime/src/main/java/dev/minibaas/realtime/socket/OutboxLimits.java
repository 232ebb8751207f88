package dev.minibaas.realtime.socket;

import java.time.Duration;

/**
 * How slow a client may be.
 *
 * @param events that may wait
 * @param answers that may wait; with one more the client is closed
 * @param write how long one write may take
 * @param slow a write that takes longer counts as slow, while half of the events that may wait do
 * @param slowWrites in a row that are put up with
 * @param close how long saying goodbye may take, with all that is waiting
 */
public record OutboxLimits(
    int events, int answers, Duration write, Duration slow, int slowWrites, Duration close) {
  public static final OutboxLimits DEFAULT =
      new OutboxLimits(
          256, 64, Duration.ofMillis(500), Duration.ofMillis(100), 10, Duration.ofSeconds(2));

  public OutboxLimits {
    if (events < 1 || answers < 1 || slowWrites < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}
