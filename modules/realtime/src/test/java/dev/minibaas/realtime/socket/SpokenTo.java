package dev.minibaas.realtime.socket;

import dev.minibaas.realtime.phoenix.Frame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Conversations that answer with what they hear, and remember how they were used. */
final class SpokenTo implements Conversations {
  final List<Handshake> handshakes = new CopyOnWriteArrayList<>();
  final AtomicInteger begun = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger ticks = new AtomicInteger();

  /** Two at a time in one conversation, or something after its end. */
  final AtomicInteger misuses = new AtomicInteger();

  final AtomicInteger blocked = new AtomicInteger();

  /** Texts that block until the latch opens. */
  final Map<String, CountDownLatch> blocking = new ConcurrentHashMap<>();

  @Override
  public Conversation phoenix(Handshake handshake, Outbox outbox) {
    return begin("phoenix", handshake, outbox);
  }

  @Override
  public Conversation own(Handshake handshake, Outbox outbox) {
    return begin("own", handshake, outbox);
  }

  private synchronized Conversation begin(String protocol, Handshake handshake, Outbox outbox) {
    handshakes.add(handshake);
    begun.incrementAndGet();
    return new Echo(protocol, outbox);
  }

  private final class Echo implements Conversation {
    private final String protocol;
    private final Outbox outbox;
    private final AtomicInteger users = new AtomicInteger();
    private volatile boolean isClosed;

    Echo(String protocol, Outbox outbox) {
      this.protocol = protocol;
      this.outbox = outbox;
    }

    @Override
    public void text(String message) {
      used(() -> answer(message));
    }

    private void answer(String message) {
      CountDownLatch latch = blocking.get(message);
      if (latch != null) {
        blocked.incrementAndGet();
        try {
          latch.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      switch (message) {
        case "fail" -> throw new IllegalStateException("as told");
        case "leave" -> outbox.close(4001, "as told");
        default -> outbox.offer(() -> new Frame.Text(protocol + ":" + message));
      }
    }

    @Override
    public void binary(ByteBuffer message) {
      byte[] copy = new byte[message.remaining()];
      message.get(copy);
      used(() -> outbox.offer(() -> new Frame.Binary(ByteBuffer.wrap(copy))));
    }

    @Override
    public void tick() {
      used(ticks::incrementAndGet);
    }

    @Override
    public void closed() {
      used(closed::incrementAndGet);
      isClosed = true;
    }

    private void used(Runnable work) {
      if (users.incrementAndGet() > 1 || isClosed) {
        misuses.incrementAndGet();
      }
      try {
        work.run();
      } finally {
        users.decrementAndGet();
      }
    }
  }
}
