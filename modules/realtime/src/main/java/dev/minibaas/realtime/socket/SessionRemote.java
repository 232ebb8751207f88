package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.phoenix.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a session.
 *
 * <p>Open Liberty writes a close frame while the caller waits, and waits for a write under way
 * before it: seconds, with a client that doesn't read. So closing is another thread's work.
 */
final class SessionRemote implements Remote {
  private static final Logger LOG = Log.of(SessionRemote.class);
  private static final int MAX_REASON = 123;
  private static final int TRY_AGAIN_LATER = 1013;

  private final Session session;
  private final Executor executor;
  private final Runnable aborted;

  /**
   * @param aborted run after a cut, for the session may not tell
   */
  SessionRemote(Session session, Executor executor, Runnable aborted) {
    this.session = session;
    this.executor = executor;
    this.aborted = aborted;
  }

  @Override
  public void send(Frame frame, Consumer<@Nullable Throwable> done) {
    RemoteEndpoint.Async remote = session.getAsyncRemote();
    SendHandler handler =
        result -> done.accept(result.isOK() ? null : cause(result.getException()));
    switch (frame) {
      case Frame.Text(String text) -> remote.sendText(text, handler);
      case Frame.Binary binary -> remote.sendBinary(writable(binary.bytes()), handler);
    }
  }

  /** Waits until it is written. */
  @Override
  public void ping(Consumer<@Nullable Throwable> done) {
    Throwable failure = null;
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException e) {
      failure = e;
    }
    done.accept(failure);
  }

  private static Throwable cause(@Nullable Throwable exception) {
    return exception == null ? new IOException("it was not sent") : exception;
  }

  @Override
  public void close(int code, String reason) {
    executor.execute(() -> closeNow(code, reason));
  }

  @Override
  public void abort() {
    executor.execute(() -> {
      try {
        closeNow(TRY_AGAIN_LATER, "too slow");
      } finally {
        aborted.run();
      }
    });
  }

  private void closeNow(int code, String reason) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), fitting(reason)));
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.FINE, "a client went before it was told", e);
    }
  }

  /** A close frame has room for so many bytes only. */
  private static String fitting(String reason) {
    String fitting = reason;
    while (fitting.getBytes(StandardCharsets.UTF_8).length > MAX_REASON) {
      fitting = fitting.substring(0, fitting.length() - 1);
    }
    return fitting;
  }

  /** Liberty can't send a buffer that it can't write to: its frame never leaves. */
  private static ByteBuffer writable(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }
}
