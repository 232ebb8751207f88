package dev.minibaas.realtime.hub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.log.ChangeLog;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.postgres.ChangeTarget;
import dev.minibaas.realtime.topic.Topic;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bus of one node alone: its log is all there is. After a restart the source fills it again
 * from the slot; what clients had published is gone, and the log's new era tells them.
 */
public final class LocalBus implements EventBus {
  private static final Duration IDEMPOTENT = Duration.ofMinutes(5);
  private static final int MAX_KEYS = 100_000;

  private final ChangeLog<Logged> log;
  private final Clock clock;
  private final Sequences sequences = new Sequences();
  private final Cache<String, Receipt> receipts =
      Caffeine.newBuilder().expireAfterWrite(IDEMPOTENT).maximumSize(MAX_KEYS).build();
  private final Source source = new Source();

  public LocalBus(LogLimits limits, Clock clock) {
    this.log = new ChangeLog<>(limits, new SecureRandom().nextLong(1, Long.MAX_VALUE));
    this.clock = clock;
  }

  /** Under which the events of a table are counted; empty where there is none. */
  public static String topicOf(Change change) {
    List<Topic> topics = ChangeTopics.of(change);
    return topics.isEmpty() ? "" : topics.getFirst().text();
  }

  @Override
  public ChangeLog<Logged> log() {
    return log;
  }

  @Override
  public synchronized Receipt publish(Publication publication) {
    String key = publication.idempotencyKey();
    @Nullable Receipt earlier = key == null ? null : receipts.getIfPresent(key);
    if (earlier != null) {
      return earlier;
    }
    String topic = publication.topic().text();
    long sequence = sequences.current(topic) + 1;
    UUID id = EventIds.fresh(clock.instant());
    var logged = new Logged(new Event.Published(id, publication, clock.instant()), sequence);
    Position position = log.publish(logged, logged.size());
    sequences.set(topic, sequence);
    Receipt receipt = new Receipt(id, sequence, position);
    if (key != null) {
      receipts.put(key, receipt);
    }
    return receipt;
  }

  @Override
  public ChangeTarget source() {
    return source;
  }

  @Override
  public long confirmable() {
    return log.confirmable();
  }

  @Override
  public void close() {
    // nothing but memory
  }

  private synchronized void append(Change change) {
    String topic = topicOf(change);
    long sequence = sequences.current(topic) + 1;
    var logged = new Logged(new Event.RowChanged(change), sequence);
    if (log.append(change.position(), logged, logged.size())) {
      sequences.set(topic, sequence);
    }
  }

  private final class Source implements ChangeTarget {
    @Override
    public long begin(long from, long databaseHead) {
      return log.begin(from, databaseHead);
    }

    @Override
    public void change(Change change) {
      append(change);
    }

    @Override
    public void catalogChanged(Position position) {
      var logged = new Logged(new Event.CatalogChanged(), 0);
      log.append(position, logged, logged.size());
    }

    @Override
    public void reached(long commit) {
      log.reached(commit);
    }
  }
}
