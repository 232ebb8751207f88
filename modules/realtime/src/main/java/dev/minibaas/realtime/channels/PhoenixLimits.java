package dev.minibaas.realtime.channels;

import java.time.Duration;

/**
 * How much one client may do.
 *
 * @param channels joined by one socket
 * @param joinsPerSecond of one socket
 * @param eventsPerSecond of one socket, or of one caller over HTTP
 * @param payloadBytes of one message
 * @param bindings of {@code postgres_changes} in one channel
 * @param presenceCalls of one member of a channel within {@code presenceWindow}
 */
public record PhoenixLimits(
    int channels,
    int joinsPerSecond,
    int eventsPerSecond,
    int payloadBytes,
    int bindings,
    int presenceCalls,
    Duration presenceWindow) {
  public static final PhoenixLimits DEFAULT =
      new PhoenixLimits(100, 100, 100, 3000 * 1024, 200, 5, Duration.ofSeconds(30));

  public PhoenixLimits {
    if (channels < 1
        || joinsPerSecond < 1
        || eventsPerSecond < 1
        || payloadBytes < 1
        || bindings < 1
        || presenceCalls < 1
        || !presenceWindow.isPositive()) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}
