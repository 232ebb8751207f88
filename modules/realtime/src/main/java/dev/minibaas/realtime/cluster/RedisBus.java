package dev.minibaas.realtime.cluster;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.hub.Event;
import dev.minibaas.realtime.hub.EventBus;
import dev.minibaas.realtime.hub.EventIds;
import dev.minibaas.realtime.hub.Logged;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.own.Publication;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The log of several nodes: a stream in Redis, which every node reads in the same order. The script
 * that appends gives out the positions, so that they are the same everywhere.
 */
public final class RedisBus implements EventBus {
  private static final int PUBLISHERS = 8;
  private static final Duration IDEMPOTENT = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** For how long an event is known by its id, to be sent again when the answer was lost. */
  private static final Duration KNOWN = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ChangeLog<Logged> log;
  private final LogLimits limits;
  private final Clock clock;
  private final EventCodec codec = new EventCodec();
  private final RedisClient redis;
  private final Copy copy;
  private final StreamReader reader;
  private final SourceWriter writer;

  /**
   * @param topics by which topic a change is counted; empty when it isn't counted
   */
  public RedisBus(URI address, LogLimits limits, Clock clock, Function<Change, String> topics) {
    var age = new StreamClock(System::nanoTime, clock);
    this.log = new ChangeLog<>(limits, Eras.fresh(), age);
    this.limits = limits;
    this.clock = clock;
    this.redis = Redis.connect(address, PUBLISHERS);
    this.copy = new Copy(log, codec);
    this.reader = new StreamReader(address, copy, age);
    this.writer = new SourceWriter(address, limits, codec, topics);
  }

  /** Begins to read and to write. */
  public void start() {
    reader.start();
    writer.start();
  }

  /**
   * Waits until this node has what the others have, so that clients who come back aren't told of a
   * gap.
   *
   * @return false if that took too long
   */
  public boolean awaitCopy(Duration most) throws InterruptedException {
    return reader.awaitCopy(most);
  }

  @Override
  public ChangeLog<Logged> log() {
    return log;
  }

  @Override
  public Receipt publish(Publication publication) {
    Instant now = clock.instant();
    UUID id = EventIds.fresh(now);
    byte[] body = codec.write(new Event.Published(id, publication, now));
    String key = publication.idempotencyKey();
    List<byte[]> keys = LogKeys.INSTANCE.withReceipt(key == null ? "id:" + id : "key:" + key);
    List<byte[]> arguments =
        List.of(
            Redis.bytes(Eras.fresh()),
            Redis.bytes(publication.topic().text()),
            body,
            Redis.bytes(id.toString()),
            Redis.bytes((key == null ? KNOWN : IDEMPOTENT).toMillis()),
            Redis.bytes(limits.bytes()),
            Redis.bytes(limits.age().toMillis()));
    return receipt(publish(keys, arguments));
  }

  /** Again and again, for a while: the receipt's key keeps it from being appended twice. */
  private String publish(List<byte[]> keys, List<byte[]> arguments) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return Redis.run(redis, Script.PUBLISH, keys, arguments);
      } catch (JedisException e) {
        if (System.nanoTime() - end > 0) {
          throw new BusUnavailable(e);
        }
        pause(e);
      }
    }
  }

  private static void pause(JedisException reason) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusUnavailable(reason);
    }
  }

  private static Receipt receipt(String answer) {
    int end = answer.lastIndexOf(' ');
    Header header = Header.parse(answer.substring(0, end));
    return new Receipt(
        UUID.fromString(answer.substring(end + 1)), header.sequence(), header.position());
  }

  @Override
  public SourceWriter source() {
    return writer;
  }

  @Override
  public long confirmable() {
    return log.confirmable();
  }

  /** How many entries this node could not read. */
  public long malformed() {
    return copy.countOfMalformed();
  }

  /** How often entries were missing to this node. */
  public long gaps() {
    return copy.countOfGaps();
  }

  @Override
  public void close() {
    writer.close();
    reader.close();
    redis.close();
  }
}
