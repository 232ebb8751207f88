package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.postgres.ChangeTarget;
import java.util.UUID;

/** The one log of all nodes: where events go in, and this node's copy of it, to read from. */
public interface EventBus extends AutoCloseable {
  ChangeLog<Logged> log();

  /**
   * Appends a client's event. One with an idempotency key that was published a short while ago
   * isn't appended again: the receipt is the earlier one's.
   *
   * @throws BusUnavailable when it isn't in the log, as far as one can know
   */
  Receipt publish(Publication publication);

  /** Whom a source on this node tells; its calls wait as long as the bus is away. */
  ChangeTarget source();

  /** What this node's source need not tell again. */
  long confirmable();

  @Override
  void close();

  /** Of a published event. */
  record Receipt(UUID id, long sequence, Position position) {}

  /** To be answered with 503. */
  final class BusUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BusUnavailable(Throwable cause) {
      super("events can't be published at the moment", cause);
    }
  }
}
