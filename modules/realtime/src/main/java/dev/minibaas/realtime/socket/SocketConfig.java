package dev.minibaas.realtime.socket;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param maxConnections of this node; WebSockets and event streams together
 * @param outbox how slow a client may be
 * @param phoenixBytes of one message
 * @param ownBytes of one message
 * @param ping after which a silent client is asked whether it is there; a third of the time that it
 *     may be silent
 * @param tick how often conversations are told that time passes
 * @param heartbeat how often an event stream without events says that it is there
 * @param stop how long saying goodbye to all may take
 */
public record SocketConfig(
    int maxConnections,
    OutboxLimits outbox,
    int phoenixBytes,
    int ownBytes,
    Duration ping,
    Duration tick,
    Duration heartbeat,
    Duration stop) {
  public static final SocketConfig DEFAULT =
      new SocketConfig(
          20_000,
          OutboxLimits.DEFAULT,
          3_000 * 1024,
          (64 + 4) * 1024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5));

  public SocketConfig {
    if (maxConnections < 1 || phoenixBytes < 1 || ownBytes < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }

  public SocketConfig withMaxConnections(int connections) {
    return new SocketConfig(
        connections, outbox, phoenixBytes, ownBytes, ping, tick, heartbeat, stop);
  }
}
