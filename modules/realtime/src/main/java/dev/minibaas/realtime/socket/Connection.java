package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One WebSocket: gives the conversation one thing at a time, and sees to its end. */
final class Connection implements Open {
  private static final Logger LOG = Log.of(Connection.class);
  private static final int GOING_AWAY = 1001;
  private static final int TOO_BIG = 1009;
  private static final int INTERNAL_ERROR = 1011;

  /** Pings after which a client counts as gone. */
  private static final int UNANSWERED = 3;

  private static final int SERVICE_RESTART = 1012;

  private final Connections all;
  private final Protocol protocol;
  private final Conversation conversation;
  private final WebSocketOutbox outbox;
  private final Parts parts;

  /** Whose turn it is to use the conversation. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile long heard;

  /** Of {@link #check} alone. */
  private long pinged;

  private volatile boolean isGone;
  private boolean isOver;

  Connection(
      Connections all, Protocol protocol, Conversation conversation, WebSocketOutbox outbox) {
    this.all = all;
    this.protocol = protocol;
    this.conversation = conversation;
    this.outbox = outbox;
    this.parts = new Parts(protocol.maxBytes(all.config()), this::tooBig);
    this.heard = all.time().getAsLong();
    this.pinged = heard;
  }

  void text(String part, boolean isLast) {
    if (isHeard()) {
      parts.text(part, isLast).ifPresent(message -> deal(() -> conversation.text(message)));
    }
  }

  void binary(ByteBuffer part, boolean isLast) {
    if (isHeard()) {
      parts.binary(part, isLast).ifPresent(message -> deal(() -> conversation.binary(message)));
    }
  }

  /** How much the next part of a message may bring; nothing after the end was decided. */
  int room() {
    return outbox.isClosed() ? 0 : parts.room();
  }

  /** The client has answered a ping. */
  void pong() {
    heard = all.time().getAsLong();
  }

  private boolean isHeard() {
    heard = all.time().getAsLong();
    return !outbox.isClosed();
  }

  private void deal(Runnable work) {
    all.metrics().message(protocol);
    turn.lock();
    try {
      runUnlessOver(work);
    } finally {
      turn.unlock();
    }
    finish();
  }

  private void tooBig() {
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
    long now = all.time().getAsLong();
    long wait = all.config().ping().toNanos();
    if (now - heard > UNANSWERED * wait) {
      outbox.close(GOING_AWAY, "pings are not answered");
    } else if (now - heard > wait && now - pinged > wait) {
      pinged = now;
      outbox.ping();
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
