package dev.minibaas.realtime.postgres;

import dev.minibaas.platform.log.Log;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Puts marks in the stream, so that the slot moves on while only other tables change, and breaks
 * the stream when the connection that holds the lock is gone: another node may have it by then.
 */
final class Heart implements AutoCloseable {
  private static final Logger LOG = Log.of(Heart.class);

  private final Connection leading;
  private final Connection replication;
  private final Slot slot;
  private final Duration pause;
  private final Thread thread = new Thread(this::run, "realtime-source-heart");

  Heart(Connection leading, Connection replication, Slot slot, Duration pause) {
    this.leading = leading;
    this.replication = replication;
    this.slot = slot;
    this.pause = pause;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        slot.mark(leading);
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.log(Level.FINE, "no mark can be put in the stream", e);
      Connections.abort(replication);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
