package dev.minibaas.realtime.cluster;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.hub.Relay;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Over a channel of Redis. What can't be sent soon is dropped, and counted. */
public final class RedisRelay implements Relay {
  private static final Logger LOG = Log.of(RedisRelay.class);
  private static final String CHANNEL = Redis.PREFIX + "relay";
  private static final int MOST_WAITING = 10_000;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A text comes back to its sender, too: that keeps the connection from its limit of silence. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final String node = UUID.randomUUID().toString();
  private final RedisClient sending;
  private final RedisClient receiving;
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread sender = new Thread(this::send, "realtime-relay-sender");
  private @Nullable Thread receiver;
  private volatile @Nullable Listener listener;

  public RedisRelay(URI address) {
    this.sending = Redis.connect(address, 1);
    this.receiving = Redis.connect(address, 1);
    sender.setDaemon(true);
    sender.start();
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public void send(String text) {
    if (!waiting.offer(text)) {
      dropped.incrementAndGet();
    }
  }

  /** How many texts were not sent. */
  public long dropped() {
    return dropped.get();
  }

  /** Whether the texts of other nodes come at the moment. */
  public boolean isConnected() {
    Listener current = listener;
    return current != null && current.isSubscribed();
  }

  @Override
  public synchronized void receive(Consumer<String> consumer) {
    if (receiver != null) {
      throw new IllegalStateException("the relay has a receiver");
    }
    receiver = new Thread(() -> listen(consumer), "realtime-relay-receiver");
    receiver.setDaemon(true);
    receiver.start();
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void send() {
    try {
      while (!isClosed()) {
        String text = waiting.poll(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
          breakSilence();
        } else {
          publish(text);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void breakSilence() {
    try {
      sending.publish(CHANNEL, node);
    } catch (JedisException e) {
      LOG.log(Level.FINE, "other nodes can't be reached", e);
    }
  }

  private void publish(String text) throws InterruptedException {
    try {
      sending.publish(CHANNEL, node + text);
    } catch (JedisException e) {
      dropped.incrementAndGet();
      if (!isClosed()) {
        LOG.log(Level.WARNING, "texts to other nodes are lost: {0}", e.getMessage());
        Thread.sleep(PAUSE);
      }
    }
  }

  private void listen(Consumer<String> consumer) {
    while (!isClosed()) {
      var current = new Listener(consumer);
      listener = current;
      try {
        receiving.subscribe(current, CHANNEL);
      } catch (JedisException e) {
        if (!isClosed()) {
          LOG.log(Level.WARNING, "texts of other nodes don''t come: {0}", e.getMessage());
        }
      } finally {
        listener = null;
      }
      try {
        if (closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    sender.interrupt();
    Listener current = listener;
    if (current != null) {
      current.end();
    }
    sending.close();
    receiving.close();
    Thread ending;
    synchronized (this) {
      ending = receiver;
    }
    try {
      sender.join(LONGEST_CLOSE);
      if (ending != null) {
        ending.interrupt();
        ending.join(LONGEST_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of one connection. */
  private final class Listener extends JedisPubSub {
    private final Consumer<String> consumer;

    Listener(Consumer<String> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onMessage(String channel, String message) {
      if (message.startsWith(node) || message.length() == node.length()) {
        return;
      }
      try {
        consumer.accept(message.substring(node.length()));
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, "a text of another node was not taken", e);
      }
    }

    void end() {
      try {
        if (isSubscribed()) {
          unsubscribe();
        }
      } catch (JedisException e) {
        LOG.log(Level.FINE, "the channel of the nodes can't be left", e);
      }
    }
  }
}
