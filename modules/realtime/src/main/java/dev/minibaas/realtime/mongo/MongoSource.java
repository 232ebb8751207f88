package dev.minibaas.realtime.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import com.mongodb.client.model.changestream.OperationType;
import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.DocumentChange;
import dev.minibaas.realtime.postgres.DocumentFeed;
import dev.minibaas.realtime.postgres.SourceConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Reads the changes of all documents of one database of MongoDB and puts them in PostgreSQL's
 * stream of changes, where each has a place among the changes of tables. Of all nodes one does so.
 * The place from which MongoDB is read on moves in the transaction that writes the changes.
 */
public final class MongoSource implements AutoCloseable {
  private static final Logger LOG = Log.of(MongoSource.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AWAIT = Duration.ofSeconds(1);
  private static final long BETWEEN_PLACES = TimeUnit.SECONDS.toNanos(10);

  /** A server that doesn't wait for changes itself isn't asked more often. */
  private static final long PAUSE_MILLIS = 20;

  private static final int AT_ONCE = 500;
  private static final int CHARS_AT_ONCE = 1 << 20;

  private static final int NOT_SUPPORTED = 115;

  /** Not a replica set, or no MongoDB. */
  private static final Set<Integer> NO_STREAMS = Set.of(59, NOT_SUPPORTED, 40_324, 40_573);

  /** What follows the place can't be told: not kept, of another server, or larger than allowed. */
  private static final Set<Integer> LOST = Set.of(260, 280, 286, 10_334);

  private final MongoSourceConfig config;
  private final SourceConfig postgres;
  private final MongoClient client;
  private final Thread thread = new Thread(this::run, "realtime-documents");
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile MongoSourceState state = MongoSourceState.STARTING;

  /** Waits for nothing. */
  public MongoSource(MongoSourceConfig config, SourceConfig postgres) {
    this.config = config;
    this.postgres = postgres;
    this.client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(config.uri()))
                .applicationName("minibaas-realtime")
                .applyToClusterSettings(cluster ->
                    cluster.serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(1, TimeUnit.SECONDS))
                .applyToSocketSettings(socket ->
                    socket
                        .connectTimeout((int) PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout((int) PATIENCE.plus(AWAIT).toMillis(), TimeUnit.MILLISECONDS))
                .build());
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  public MongoSourceState state() {
    return state;
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    Duration pause = config.retry();
    while (!isClosed()) {
      MongoSourceState before = state;
      try {
        follow();
      } catch (SQLException e) {
        failed(MongoSourceState.NO_POSTGRES, e);
      } catch (MongoException e) {
        boolean never = NO_STREAMS.contains(e.getCode());
        failed(never ? MongoSourceState.NO_STREAMS : MongoSourceState.NO_MONGO, e);
      } catch (RuntimeException e) {
        failed(MongoSourceState.NO_MONGO, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      // what has been reading is tried again soon
      pause = before.equals(state) ? longer(pause) : config.retry();
      if (!pause(pause)) {
        break;
      }
    }
    state = MongoSourceState.CLOSED;
  }

  private void failed(MongoSourceState now, Exception reason) {
    if (isClosed()) {
      return;
    }
    Level level = now.equals(state) ? Level.FINE : Level.WARNING;
    LOG.log(level, "changes of documents aren't told: " + now.reason(), reason);
    state = now;
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
  }

  private boolean pause(Duration howLong) {
    try {
      return !closed.await(howLong.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** From one break to the next. */
  private void follow() throws SQLException, InterruptedException {
    try (var feed = new DocumentFeed(postgres, config.database())) {
      while (!feed.tryLead()) {
        state = MongoSourceState.WAITING;
        Thread.sleep(config.retry().toMillis());
      }
      Optional<String> place = feed.place();
      try (var cursor = open(place)) {
        read(feed, cursor, place.isPresent());
      } catch (MongoCommandException e) {
        if (place.isPresent() && LOST.contains(e.getErrorCode())) {
          LOG.log(Level.WARNING, "changes of documents are lost, clients are told of the gap", e);
          feed.forget();
        } else {
          throw e;
        }
      }
    }
  }

  private MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> open(Optional<String> place) {
    ChangeStreamIterable<BsonDocument> stream =
        client
            .getDatabase(config.database())
            .watch(BsonDocument.class)
            .fullDocument(FullDocument.UPDATE_LOOKUP)
            .fullDocumentBeforeChange(FullDocumentBeforeChange.WHEN_AVAILABLE)
            .batchSize(AT_ONCE)
            .maxAwaitTime(AWAIT.toMillis(), TimeUnit.MILLISECONDS);
    place.ifPresent(text -> stream.startAfter(BsonDocument.parse(text)));
    return stream.cursor();
  }

  /**
   * Until the source is closed, or the stream ends because the database was dropped.
   *
   * @param known whether it goes on where it was; else nobody knows what was before
   */
  private void read(
      DocumentFeed feed,
      MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor,
      boolean known)
      throws SQLException, InterruptedException {
    var batch = new Batch();
    if (known) {
      state = MongoSourceState.READING;
    } else {
      batch.changes.add(DocumentChange.missing(config.database()));
    }
    long written = System.nanoTime();
    while (!batch.ends && !isClosed()) {
      batch.take(cursor);
      BsonDocument place = batch.place;
      if (place == null) {
        throw new MongoException(NOT_SUPPORTED, "the server tells no place to go on from");
      }
      boolean idle = batch.changes.isEmpty();
      if (!idle || batch.ends || System.nanoTime() - written > BETWEEN_PLACES) {
        feed.write(batch.changes, place.toJson());
        batch.changes.clear();
        written = System.nanoTime();
      }
      state = MongoSourceState.READING;
      if (idle) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** What is written at once. */
  private static final class Batch {
    private final List<DocumentChange> changes = new ArrayList<>();
    private @Nullable BsonDocument place;
    private boolean ends;

    /** Waits for the first change for a while, and for no others. */
    private void take(MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> cursor) {
      int size = 0;
      var event = cursor.tryNext();
      while (event != null) {
        ends = event.getOperationType() == OperationType.INVALIDATE;
        Optional<DocumentChange> change = ChangeEvents.change(event);
        change.ifPresent(changes::add);
        size += change.map(each -> each.payload().length()).orElse(0);
        place = event.getResumeToken();
        boolean more = !ends && cursor.available() > 0 && size < CHARS_AT_ONCE;
        event = more ? cursor.tryNext() : null;
      }
      // beyond the last change, when nothing follows it
      BsonDocument reached = cursor.getResumeToken();
      place = reached == null || ends ? place : reached;
    }
  }

  /** Ends reading; another node may go on. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
