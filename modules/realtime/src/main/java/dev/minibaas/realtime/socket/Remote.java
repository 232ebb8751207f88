package dev.minibaas.realtime.socket;

import dev.minibaas.realtime.phoenix.Frame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client's end of a connection. */
interface Remote {
  /**
   * Starts to send. The next one is sent only after this one is done.
   *
   * @param done told once, on any thread, perhaps before this returns: null, or why it failed
   */
  void send(Frame frame, Consumer<@Nullable Throwable> done);

  /** Asks whether the client is there; as {@link #send}. */
  void ping(Consumer<@Nullable Throwable> done);

  /** Says goodbye. */
  void close(int code, String reason);

  /** Cuts the connection, whatever is still under way. */
  void abort();
}
