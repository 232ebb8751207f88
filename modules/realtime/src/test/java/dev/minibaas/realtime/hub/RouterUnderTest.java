package dev.minibaas.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A hub over a log in memory, and those who listen to it. */
final class RouterUnderTest implements AutoCloseable {
  private static final TableName ORDERS = new TableName("public", "orders");
  private static final List<Column> COLUMNS =
      List.of(new Column("id", "int4", true), new Column("city", "text", false));

  final Everyone judge = new Everyone();
  final LocalBus bus =
      new LocalBus(new LogLimits(2 << 20, Duration.ofMinutes(5)), Clock.systemUTC());
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final Router hub = new Router(bus.log(), judge, executor, Clock.systemUTC());
  private long commit = 100;

  /** Remembers what it is told; takes so many events before it has to be asked again. */
  static final class Listener implements TopicReceiver {
    final List<TopicEvent> events = new ArrayList<>();
    final List<String> gaps = new ArrayList<>();

    /** What kinds of things, in order. */
    final List<String> told = new ArrayList<>();

    private @Nullable Position began;
    private final int atOnce;
    private int taken;

    Listener(int atOnce) {
      this.atOnce = atOnce;
    }

    @Override
    public synchronized void began(long sequence, @Nullable Position position) {
      began = position;
      told.add("began");
    }

    synchronized @Nullable Position began() {
      return began;
    }

    @Override
    public synchronized boolean event(TopicEvent event) {
      if (taken == atOnce) {
        return false;
      }
      taken++;
      told.add("event");
      events.add(event);
      return true;
    }

    @Override
    public synchronized void gap(@Nullable Position after, Position until) {
      gaps.add(after + " " + until);
    }

    @Override
    public void whenReady(Runnable then) {
      CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)
          .execute(() -> {
            synchronized (this) {
              taken = 0;
            }
            then.run();
          });
    }

    synchronized int count() {
      return events.size();
    }

    synchronized List<String> ids() {
      return events.stream().map(event -> id(event.payload())).toList();
    }

    synchronized List<Position> positions() {
      return events.stream().map(TopicEvent::position).toList();
    }

    synchronized boolean has(int id) {
      return !events.isEmpty() && id(events.getLast().payload()).equals(String.valueOf(id));
    }

    private static String id(String payload) {
      var read = (JsonObject) JsonReader.read(payload);
      return String.valueOf(read.getJsonObject("data").getInt("id"));
    }
  }

  /** Remembers which of its subscriptions matched, and what of it. */
  static final class Rows implements RowReceiver {
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void changed(RowView view, List<RowSubscription> matched) {
      told.add(matched.stream().map(RowSubscription::id).toList() + view.data(List.of()));
    }

    @Override
    public void gap() {
      told.add("gap");
    }
  }

  synchronized Position insert(int id, String city) {
    commit += 10;
    Position position = Position.ofChange(commit, 1);
    bus.source().change(inserted(position, id, city));
    bus.source().reached(commit + 5);
    return position;
  }

  static Change inserted(Position position, int id, String city) {
    Row row = new Row(List.of(Value.of(String.valueOf(id)), Value.of(city)), false);
    return new Change(position, ORDERS, ChangeKind.INSERT, COLUMNS, row, null, Instant.EPOCH);
  }

  static TopicSubscription subscription(TopicReceiver receiver, String pattern) {
    return new TopicSubscription(
        receiver, Everyone.ANN, TopicPattern.parse(pattern), EventFilter.NONE);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  void begin() {
    sourceBegins();
    hub.start();
  }

  /** The database is an older one now. */
  synchronized void setBack(long commit) {
    this.commit = commit;
    sourceBegins();
  }

  /** Where the database is. */
  void sourceBegins() {
    bus.source().begin(commit, commit);
  }

  /** Everyone live has been told of all that was inserted. */
  void awaitRouted() {
    await(() -> hub.routed().compareTo(Position.ofChange(commit, 1)) >= 0);
  }

  static String data(int id, String city) {
    return "{\"schema\":\"public\",\"table\":\"orders\",\"type\":\"INSERT\","
        + "\"commit_timestamp\":\"1970-01-01T00:00:00.000Z\","
        + "\"columns\":[{\"name\":\"id\",\"type\":\"int4\"},{\"name\":\"city\",\"type\":\"text\"}],"
        + "\"record\":{\"id\":"
        + id
        + ",\"city\":\""
        + city
        + "\"},\"errors\":null}";
  }

  static RowSubscription wish(RowReceiver receiver, long id, RowFilter filter) {
    var request =
        new ChangesRequest(
            dev.minibaas.realtime.filter.ChangeKind.ANY, "public", "orders", filter, List.of());
    return new RowSubscription(receiver, Everyone.ANN, id, request);
  }

  @Override
  public void close() {
    hub.close();
    executor.shutdownNow();
  }
}
