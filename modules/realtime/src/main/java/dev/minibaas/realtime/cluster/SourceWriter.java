package dev.minibaas.realtime.cluster;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.Event;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.postgres.ChangeTarget;
import dev.minibaas.realtime.postgres.TellAgain;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Appends what this node's source tells: in order, in batches, one after the other. A batch whose
 * answer is lost is sent again, since the script skips what the log has.
 */
public final class SourceWriter implements ChangeTarget, AutoCloseable {
  private static final Logger LOG = Log.of(SourceWriter.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final RedisClient redis;
  private final LogLimits limits;
  private final EventCodec codec;
  private final Function<Change, String> topics;
  private final Backlog backlog = new Backlog();
  private final Thread thread = new Thread(this::run, "realtime-log-writer");
  private volatile boolean closed;

  private String era = "";

  /** The last place that the log is known to have. */
  private Position appended = Position.START;

  /** That the log was so far was known before the database was last looked at; or empty. */
  private String ahead = "";

  SourceWriter(URI address, LogLimits limits, EventCodec codec, Function<Change, String> topics) {
    this.redis = Redis.connect(address, 1);
    this.limits = limits;
    this.codec = codec;
    this.topics = topics;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Waits for Redis. */
  @Override
  public long begin(long from, long databaseHead) {
    var begun = new Told.Begun(from, databaseHead);
    backlog.add(begun);
    try {
      return begun.where().get();
    } catch (ExecutionException e) {
      throw new TellAgain("the log doesn't say where it is: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TellAgain("interrupted");
    }
  }

  @Override
  public void change(Change change) {
    Position position = change.position();
    byte[] body = codec.write(new Event.RowChanged(change));
    backlog.add(new Told.Changed(position.commit(), position.index(), topics.apply(change), body));
  }

  @Override
  public void catalogChanged(Position position) {
    byte[] body = codec.write(new Event.CatalogChanged());
    backlog.add(new Told.Changed(position.commit(), position.index(), "", body));
  }

  @Override
  public void reached(long commit) {
    backlog.add(new Told.Reached(commit));
  }

  private void run() {
    try {
      while (!closed) {
        List<Told> batch = backlog.take();
        try {
          while (!batch.isEmpty() && !tried(batch)) {
            Thread.sleep(PAUSE);
          }
        } finally {
          Backlog.giveUp(batch);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "the writer of the log ends", e);
      Thread.currentThread().interrupt();
    }
  }

  private boolean tried(List<Told> batch) {
    try {
      append(batch);
      return true;
    } catch (JedisException e) {
      if (!closed) {
        LOG.log(Level.WARNING, "changes wait for Redis: {0}", e.getMessage());
      }
      return closed;
    }
  }

  private void append(List<Told> batch) {
    if (batch.getFirst() instanceof Told.Begun begun) {
      begin(begun);
      return;
    }
    String answer = Redis.run(redis, Script.APPEND, LogKeys.INSTANCE.all(), arguments(batch));
    if (answer.equals("lost")) {
      LOG.warning("Redis has lost the log; the source tells again what it keeps");
      backlog.lose();
    } else {
      appended = place(batch.getLast());
    }
  }

  private void begin(Told.Begun begun) {
    String[] answer =
        Redis.run(redis, Script.BEGIN, LogKeys.INSTANCE.all(), arguments(begun)).split(" ");
    if (answer[0].equals("ahead")) {
      ahead = answer[1];
      begun.where().completeExceptionally(new TellAgain("the log is ahead of the database"));
      return;
    }
    ahead = "";
    era = answer[0];
    appended = Position.ofChange(Header.lsn(answer[1]), Integer.parseInt(answer[2]));
    begun.where().complete(appended.commit());
  }

  private List<byte[]> arguments(Told.Begun begun) {
    return List.of(
        Redis.bytes(Eras.fresh()),
        Redis.bytes(Header.lsn(begun.from())),
        Redis.bytes(Header.lsn(begun.head())),
        Redis.bytes(era),
        Redis.bytes(Header.lsn(appended.commit())),
        Redis.bytes(appended.index()),
        Redis.bytes(ahead));
  }

  private static Position place(Told told) {
    return switch (told) {
      case Told.Begun begun -> Position.ofChange(begun.from(), 0);
      case Told.Changed changed -> Position.ofChange(changed.commit(), changed.index());
      case Told.Reached reached -> Position.ofChange(reached.commit(), 0);
    };
  }

  private List<byte[]> arguments(List<Told> batch) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(Redis.bytes(era));
    arguments.add(Redis.bytes(Header.lsn(appended.commit())));
    arguments.add(Redis.bytes(appended.index()));
    arguments.add(Redis.bytes(limits.bytes()));
    arguments.add(Redis.bytes(limits.age().toMillis()));
    for (Told told : batch) {
      arguments.addAll(arguments(told));
    }
    return arguments;
  }

  private static List<byte[]> arguments(Told told) {
    Position place = place(told);
    Header.Kind kind = Header.Kind.REACHED;
    byte[] topic = new byte[0];
    byte[] body = new byte[0];
    if (told instanceof Told.Changed changed) {
      kind = Header.Kind.CHANGED;
      topic = Redis.bytes(changed.topic());
      body = changed.body();
    }
    return List.of(
        Redis.bytes(kind.letter()),
        Redis.bytes(Header.lsn(place.commit())),
        Redis.bytes(place.index()),
        topic,
        body);
  }

  @Override
  public void close() {
    closed = true;
    backlog.close();
    redis.close();
    thread.interrupt();
    try {
      thread.join(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
