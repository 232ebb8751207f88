package dev.minibaas.realtime.postgres;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the changes of a database's published tables from a replication slot and tells them a
 * target. Of all the nodes that have such a source one reads; when it is gone another one takes
 * over. After any break it goes on where it was.
 *
 * <p>The slot is confirmed only as far as {@link #confirm} says, or where it would keep more of
 * PostgreSQL's log than configured.
 */
public final class ReplicationSource implements AutoCloseable {
  private static final Logger LOG = Log.of(ReplicationSource.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final SourceConfig config;
  private final Connections connections;
  private final Slot slot;
  private final ChangeTarget target;
  private final Thread thread;
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicLong reached = new AtomicLong();
  private final Object closing = new Object();
  private volatile SourceState state = SourceState.DOWN;
  private volatile boolean closed;
  private volatile boolean streaming;

  public ReplicationSource(SourceConfig config, ChangeTarget target) {
    this.config = config;
    this.connections = new Connections(config);
    this.slot = new Slot(config);
    this.target = target;
    this.streaming = config.streamedBytes() > 0;
    this.thread = new Thread(this::run, "realtime-source");
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  public SourceState state() {
    return state;
  }

  /** What was committed before this place need not be told again, to no node. Never goes back. */
  public void confirm(long commit) {
    confirmed.accumulateAndGet(commit, ReplicationSource::later);
  }

  /** How the slot is doing, also when another node reads it; empty when there is none. */
  public Optional<SlotStatus> status() throws SQLException {
    try (Connection connection = connections.brief()) {
      return slot.status(connection);
    }
  }

  /**
   * Puts a mark in the stream. When the target is told that this place is reached, it has been told
   * everything that was committed before the call.
   */
  public long mark() throws SQLException {
    try (Connection connection = connections.brief()) {
      return slot.mark(connection);
    }
  }

  /** Makes the next days' partitions of messages and drops old ones, where V080 is. */
  public void maintain() {
    try (Connection connection = connections.brief();
        Statement statement = connection.createStatement()) {
      statement.execute("select realtime.maintain()");
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "the partitions of realtime.messages can't be looked after", e);
    }
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (TooMuchHeld e) {
        streaming = false;
        LOG.log(Level.WARNING, "{0}; from now on they come after their commit", e.getMessage());
      } catch (TellAgain e) {
        LOG.log(
            Level.WARNING,
            "the changes of {0} are told again: {1}",
            new Object[] {config, e.getMessage()});
      } catch (SQLException | RuntimeException e) {
        if (!closed) {
          LOG.log(Level.WARNING, "the changes of " + config + " can't be read, trying again", e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      state = SourceState.DOWN;
      if (!pause()) {
        break;
      }
    }
    state = SourceState.CLOSED;
  }

  /** From one break to the next. */
  private void follow() throws SQLException, InterruptedException {
    try (Connection leading = connections.leading()) {
      while (!slot.tryLock(leading)) {
        state = SourceState.WAITING;
        Thread.sleep(config.retry().toMillis());
      }
      long prepared = prepare(leading);
      long head = slot.head(leading);
      if (Long.compareUnsigned(head, reached.get()) < 0) {
        LOG.severe("the database of " + config + " has been set back");
      }
      long from = target.begin(prepared, head);
      reached.set(from);
      var relations = new Relations(slot.builtInTypes(leading));
      try (Connection replication = connections.replication();
          var heart = new Heart(leading, replication, slot, config.heartbeat())) {
        var stream = new ChangeStream(replication, config, streaming, from);
        state = SourceState.READING;
        heart.start();
        read(stream, relations);
      }
    }
  }

  /** Without a limit in time, since a slot is made when all open transactions have ended. */
  private long prepare(Connection leading) throws SQLException {
    int limit = leading.getNetworkTimeout();
    leading.setNetworkTimeout(Runnable::run, 0);
    long prepared = slot.prepare(leading);
    leading.setNetworkTimeout(Runnable::run, limit);
    return prepared;
  }

  private void read(ChangeStream stream, Relations relations) throws SQLException {
    var output = new PgOutput();
    var transactions = new Transactions(relations, new Passing(), config.streamedBytes());
    while (!closed) {
      stream.confirm(confirmable());
      transactions.accept(output.read(stream.next()));
    }
  }

  private long confirmable() {
    long most = reached.get();
    long least = most - config.retainedBytes();
    long told = confirmed.get();
    return least > 0 && Long.compareUnsigned(told, least) < 0 ? least : told;
  }

  private boolean pause() {
    synchronized (closing) {
      try {
        if (!closed) {
          closing.wait(config.retry().toMillis());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return !closed;
  }

  /** Ends reading; another node may go on. */
  @Override
  public void close() {
    synchronized (closing) {
      closed = true;
      closing.notifyAll();
    }
    thread.interrupt();
    connections.abort();
    try {
      thread.join(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state = SourceState.CLOSED;
    if (config.dropSlot()) {
      dropSlot();
    }
  }

  /** Unless another node has taken over. */
  private void dropSlot() {
    long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
    try (Connection connection = connections.brief()) {
      while (!slot.tryLock(connection)) {
        if (System.nanoTime() > end) {
          LOG.warning("slot " + config.slot() + " stays, another node reads it");
          return;
        }
        Thread.sleep(50);
      }
      slot.drop(connection);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "slot " + config.slot() + " can't be dropped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long later(long one, long other) {
    return Long.compareUnsigned(one, other) >= 0 ? one : other;
  }

  /** Passes on what is read, and remembers how far that is. */
  private final class Passing implements ChangeListener {
    @Override
    public void change(Change change) {
      target.change(change);
    }

    @Override
    public void catalogChanged(Position position) {
      target.catalogChanged(position);
    }

    @Override
    public void reached(long commit) {
      target.reached(commit);
      reached.accumulateAndGet(commit, ReplicationSource::later);
    }
  }
}
