package dev.minibaas.realtime.cluster;

import dev.minibaas.platform.log.Log;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;

/**
 * Reads the stream into this node's copy, from the start of what Redis has; after a break it goes
 * on behind its last entry. Whenever it has connected, or nothing comes, it looks whether the log
 * is still the one it knows.
 */
final class StreamReader implements AutoCloseable {
  private static final Logger LOG = Log.of(StreamReader.class);
  private static final StreamEntryID START = new StreamEntryID(0, 0);
  private static final int MOST = 500;
  private static final int BLOCK_MILLIS = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final RedisClient redis;
  private final Copy copy;
  private final StreamClock clock;
  private final Thread thread = new Thread(this::run, "realtime-log-reader");
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private StreamEntryID last = START;

  /**
   * @param clock is told the times of the entries
   */
  StreamReader(URI address, Copy copy, StreamClock clock) {
    this.redis = Redis.connect(address, 1);
    this.copy = copy;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Waits until everything is read that was there at the start. */
  boolean awaitCopy(Duration most) throws InterruptedException {
    return caughtUp.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    boolean wellKnown = false;
    while (!isClosed()) {
      try {
        if (!wellKnown) {
          open();
        }
        wellKnown = read();
      } catch (JedisException e) {
        wellKnown = false;
        if (!isClosed()) {
          LOG.log(Level.WARNING, "the log can''t be read from Redis: {0}", e.getMessage());
          pause();
        }
      }
    }
  }

  private void open() {
    String era =
        Redis.run(
            redis,
            Script.OPEN,
            LogKeys.INSTANCE.all(),
            List.of(
                Redis.bytes(Eras.fresh()), Redis.bytes(copy.era()), Redis.bytes(last.toString())));
    if (Long.parseLong(era) != copy.era()) {
      copy.change(Long.parseLong(era));
      last = START;
    }
  }

  /**
   * Takes what comes next.
   *
   * @return false if nothing has come, or something of another log
   */
  private boolean read() {
    List<StreamEntryBinary> entries = next();
    if (entries.size() < MOST) {
      caughtUp.countDown();
    }
    for (StreamEntryBinary entry : entries) {
      clock.at(entry.getID().getTime());
      if (!copy.take(field(entry, 'h'), field(entry, 'b'))) {
        return false;
      }
      last = entry.getID();
    }
    return !entries.isEmpty();
  }

  private List<StreamEntryBinary> next() {
    List<Map.Entry<byte[], List<StreamEntryBinary>>> streams =
        redis.xreadBinary(
            XReadParams.xReadParams().count(MOST).block(BLOCK_MILLIS),
            Map.of(LogKeys.INSTANCE.stream(), last));
    return streams == null || streams.isEmpty() ? List.of() : streams.getFirst().getValue();
  }

  private static byte[] field(StreamEntryBinary entry, char name) {
    for (Map.Entry<byte[], byte[]> field : entry.getFields().entrySet()) {
      if (field.getKey().length == 1 && field.getKey()[0] == name) {
        return field.getValue();
      }
    }
    return new byte[0];
  }

  private void pause() {
    try {
      if (closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.fine("the reader of the log ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    redis.close();
    thread.interrupt();
    try {
      thread.join(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
