package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One WebSocket: gives the conversation one thing at a time, and sees to its end. */
final class Connection implements Open {
  private static final Logger LOG = Log.of(Connection.class);
  private static final int GOING_AWAY = 1001;
  private static final int TOO_BIG = 1009;
  private static final int INTERNAL_ERROR = 1011;
  private static final int SERVICE_RESTART = 1012;

  private final Connections all;
  private final Protocol protocol;
  private final Conversation conversation;
  private final WebSocketOutbox outbox;

  /** Whose turn it is to use the conversation. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile long heard = System.nanoTime();
  private volatile boolean isGone;
  private boolean isOver;

  Connection(
      Connections all, Protocol protocol, Conversation conversation, WebSocketOutbox outbox) {
    this.all = all;
    this.protocol = protocol;
    this.conversation = conversation;
    this.outbox = outbox;
  }

  void text(String message) {
    hear(message.length(), () -> conversation.text(message));
  }

  void binary(ByteBuffer message) {
    hear(message.remaining(), () -> conversation.binary(message));
  }

  private void hear(int size, Runnable work) {
    heard = System.nanoTime();
    all.metrics().message(protocol);
    if (size > protocol.maxBytes(all.config())) {
      tooBig();
      return;
    }
    turn.lock();
    try {
      runUnlessOver(work);
    } finally {
      turn.unlock();
    }
    finish();
  }

  void tooBig() {
    int kilobytes = protocol.maxBytes(all.config()) / 1024;
    outbox.close(TOO_BIG, "a message has at most " + kilobytes + " KB");
  }

  /** What comes after the end was decided is not looked at. */
  private void runUnlessOver(Runnable work) {
    if (isGone || outbox.isClosed()) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a conversation failed", e);
      outbox.close(INTERNAL_ERROR, "internal error");
    }
  }

  @Override
  public void check() {
    outbox.check();
    Duration idle = protocol.idle(all.config());
    if (idle != null && System.nanoTime() - heard > idle.toNanos()) {
      outbox.close(GOING_AWAY, "nothing was heard for " + idle.toSeconds() + " s");
    }
  }

  /** Skipped while a message is being dealt with: the next one comes soon. */
  @Override
  public void tick() {
    if (turn.tryLock()) {
      try {
        runUnlessOver(conversation::tick);
      } finally {
        turn.unlock();
      }
      finish();
    }
  }

  @Override
  public void stop() {
    outbox.close(SERVICE_RESTART, "the server stops");
  }

  /** The WebSocket is closed, whoever did it. Further calls change nothing. */
  void gone(int code) {
    synchronized (this) {
      if (isGone) {
        return;
      }
      isGone = true;
    }
    outbox.gone();
    all.metrics().closed(code);
    all.remove(this);
    finish();
  }

  /**
   * Tells the conversation of the end; when it is busy, whoever has the turn does so afterwards.
   */
  private void finish() {
    if (!isGone || turn.isHeldByCurrentThread() || !turn.tryLock()) {
      return;
    }
    try {
      if (!isOver) {
        isOver = true;
        conversation.closed();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a conversation could not end", e);
    } finally {
      turn.unlock();
    }
  }
}
