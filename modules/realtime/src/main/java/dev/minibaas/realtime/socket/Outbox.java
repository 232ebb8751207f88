package dev.minibaas.realtime.socket;

import dev.minibaas.realtime.phoenix.Frame;
import java.util.function.Supplier;

/**
 * What goes out to one client, in order. Nobody who puts something in waits; frames are made when
 * their turn comes, on another thread. Safe for threads.
 */
public interface Outbox {
  /**
   * Takes an event, unless as many as allowed are waiting.
   *
   * @return false when it wasn't taken; {@link #whenRoom} then tells when it is worth trying again
   */
  boolean offer(Supplier<Frame> event);

  /** Takes an event, and drops the oldest waiting ones until it fits; each is told. */
  void offerDroppingOldest(Supplier<Frame> event, Runnable dropped);

  /** Runs it once, on another thread, when less than half of what is allowed is waiting. */
  void whenRoom(Runnable then);

  /** Takes an answer or a notice. A client that lets too many of them wait is closed. */
  void tell(Frame frame);

  /** Closes the connection, after what is waiting; more is not taken. */
  void close(int code, String reason);

  boolean isClosed();
}
