package dev.minibaas.benchmarks.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** One WebSocket of a {@link Crowd}: as little as RFC 6455 lets a client get by with. */
final class Client {
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final Listener listener;
  private final Selector selector;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private ByteBuffer rest = NOTHING;

  /** Told on the crowd's thread. */
  @FunctionalInterface
  interface Listener {
    void hear(Client client, String text);
  }

  Client(SocketChannel channel, Listener listener, Selector selector) {
    this.channel = channel;
    this.listener = listener;
    this.selector = selector;
  }

  /** Completed by whoever knows the protocol, when what was asked for is in force. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  void register() throws ClosedChannelException {
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** From now on it takes nothing out of its connection. */
  void stopReading() {
    channel.keyFor(selector).interestOps(0);
  }

  void say(String text) {
    send(TEXT, text.getBytes(UTF_8));
  }

  /** The mask is zero: nobody between here and the server is to be protected. */
  private synchronized void send(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) (FINAL | opcode));
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    }
    frame.put(new byte[MASK_BYTES]).put(payload).flip();
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    } catch (IOException e) {
      fail("can't be written: " + e.getMessage());
    }
  }

  /** Takes what has come, and keeps the beginning of a frame that isn't whole. */
  void take(ByteBuffer input) {
    ByteBuffer all = input;
    if (rest.hasRemaining()) {
      all = ByteBuffer.allocate(rest.remaining() + input.remaining()).put(rest).put(input).flip();
    }
    boolean whole = true;
    while (whole) {
      all.mark();
      whole = frame(all);
    }
    all.reset();
    rest = all.hasRemaining() ? ByteBuffer.allocate(all.remaining()).put(all).flip() : NOTHING;
  }

  private boolean frame(ByteBuffer all) {
    if (all.remaining() < 2) {
      return false;
    }
    int opcode = all.get() & 0xf;
    int length = all.get() & 0x7f;
    if (length > 125) {
      int bytes = length == 126 ? Short.BYTES : Long.BYTES;
      if (all.remaining() < bytes) {
        return false;
      }
      length = length == 126 ? all.getShort() & 0xffff : Math.toIntExact(all.getLong());
    }
    if (all.remaining() < length) {
      return false;
    }
    byte[] payload = new byte[length];
    all.get(payload);
    handle(opcode, payload);
    return true;
  }

  private void handle(int opcode, byte[] payload) {
    switch (opcode) {
      case TEXT -> listener.hear(this, new String(payload, UTF_8));
      case PING -> send(PONG, payload);
      case CLOSE -> fail("closed by the server: " + reason(payload));
      default -> {
        // a pong that nobody asked for
      }
    }
  }

  private static String reason(byte[] payload) {
    return payload.length < 2
        ? "without a reason"
        : ByteBuffer.wrap(payload).getShort()
            + " "
            + new String(payload, 2, payload.length - 2, UTF_8);
  }

  void fail(String why) {
    if (!ready.completeExceptionally(new IllegalStateException(why))) {
      System.err.println("a socket " + why);
    }
    close();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("a socket can't be closed: " + e.getMessage());
    }
  }
}
