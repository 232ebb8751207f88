package dev.minibaas.realtime.socket;

import dev.minibaas.platform.log.Log;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One WebSocket, as the server tells of it; public, for servers want that. */
public final class SocketEndpoint extends Endpoint {
  private static final Logger LOG = Log.of(SocketEndpoint.class);
  private static final int CLOSED_ABNORMALLY = 1006;

  private final Connections all;
  private final Conversations conversations;
  private final Protocol protocol;

  /** Until the conversation has begun. */
  private @Nullable Handshake handshake;

  private final AtomicReference<@Nullable Connection> opened = new AtomicReference<>();

  SocketEndpoint(
      Connections all, Conversations conversations, Protocol protocol, Handshake handshake) {
    this.all = all;
    this.conversations = conversations;
    this.protocol = protocol;
    this.handshake = handshake;
  }

  /** The server is silent about what fails here. */
  @Override
  public void onOpen(Session session, EndpointConfig config) {
    try {
      open(session);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a connection could not be opened", e);
      close(session, CloseReason.CloseCodes.UNEXPECTED_CONDITION, "internal error");
    }
  }

  private void open(Session session) {
    // the server's own timer would be one for each session; the limit is kept by Connection
    session.setMaxIdleTimeout(0);
    var remote = new SessionRemote(session, all.executor(), () -> end(CLOSED_ABNORMALLY));
    var outbox = new WebSocketOutbox(remote, all.executor(), all.config().outbox(), all.time());
    Conversation conversation =
        protocol.begin(conversations, Objects.requireNonNull(handshake), outbox);
    handshake = null;
    var connection = new Connection(all, protocol, conversation, outbox);
    opened.set(connection);
    if (!all.add(connection)) {
      close(session, CloseReason.CloseCodes.TRY_AGAIN_LATER, "too many connections");
      end(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode());
      return;
    }
    limit(session, connection.room());
    MessageHandler.Partial<String> texts =
        (part, isLast) -> {
          connection.text(part, isLast);
          limit(session, connection.room());
        };
    MessageHandler.Partial<ByteBuffer> binaries =
        (part, isLast) -> {
          connection.binary(part, isLast);
          limit(session, connection.room());
        };
    MessageHandler.Whole<PongMessage> pongs = pong -> connection.pong();
    session.addMessageHandler(String.class, texts);
    session.addMessageHandler(ByteBuffer.class, binaries);
    session.addMessageHandler(PongMessage.class, pongs);
  }

  /**
   * Open Liberty holds each part against this, and ends the connection of one that is larger. If
   * others close it while such a client goes on, Liberty may stop reading and never hang up.
   */
  private static void limit(Session session, int bytes) {
    session.setMaxTextMessageBufferSize(bytes);
    session.setMaxBinaryMessageBufferSize(bytes);
  }

  private void close(Session session, CloseReason.CloseCode code, String reason) {
    new SessionRemote(session, all.executor(), () -> {}).close(code.getCode(), reason);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    end(reason.getCloseCode().getCode());
  }

  /** The closing follows. */
  @Override
  public void onError(Session session, Throwable cause) {
    LOG.log(Level.FINE, "a connection broke", cause);
  }

  private void end(int code) {
    Connection connection = opened.get();
    if (connection != null) {
      connection.gone(code);
    }
  }
}
