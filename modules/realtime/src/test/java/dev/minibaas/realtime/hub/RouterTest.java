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
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final TableName ORDERS = new TableName("public", "orders");
  private static final List<Column> COLUMNS =
      List.of(new Column("id", "int4", true), new Column("city", "text", false));

  private final LocalBus bus =
      new LocalBus(new LogLimits(2 << 20, Duration.ofMinutes(5)), Clock.systemUTC());
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Router router = new Router(bus.log(), new Everyone(), executor, Clock.systemUTC());
  private long commit = 100;

  @AfterEach
  void stop() {
    router.close();
    executor.shutdownNow();
  }

  /** Remembers what it is told; takes so many events before it has to be asked again. */
  private static final class Listener implements TopicReceiver {
    final List<TopicEvent> events = new ArrayList<>();
    final List<String> gaps = new ArrayList<>();
    private final int atOnce;
    private int taken;

    Listener(int atOnce) {
      this.atOnce = atOnce;
    }

    @Override
    public synchronized boolean event(TopicEvent event) {
      if (taken == atOnce) {
        return false;
      }
      taken++;
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

  private synchronized Position insert(int id, String city) {
    commit += 10;
    Row row = new Row(List.of(Value.of(String.valueOf(id)), Value.of(city)), false);
    Position position = Position.ofChange(commit, 1);
    bus.source()
        .change(new Change(position, ORDERS, ChangeKind.INSERT, COLUMNS, row, null, Instant.EPOCH));
    bus.source().reached(commit + 5);
    return position;
  }

  private static TopicSubscription subscription(TopicReceiver receiver, String pattern) {
    return new TopicSubscription(
        receiver, Everyone.ANN, TopicPattern.parse(pattern), EventFilter.NONE);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private void begin() {
    bus.source().begin(commit, commit);
    router.start();
  }

  @Test
  void everyoneWhoWantsItIsToldOnceUnderEitherTopic() {
    begin();
    List<Listener> listeners = new ArrayList<>();
    for (String pattern :
        List.of("pg/orders/inserted", "pg/public/orders/INSERT", "pg/**", "**", "pg/orders/")) {
      listeners.add(new Listener(1000));
      router.add(subscription(listeners.getLast(), pattern), null).join();
    }
    var other = new Listener(1000);
    router.add(subscription(other, "pg/users/*"), null).join();
    insert(1, "Bern");
    insert(2, "Basel");
    for (Listener listener : listeners) {
      await(() -> listener.count() == 2);
      assertThat(listener.ids()).containsExactly("1", "2");
      assertThat(listener.events).map(TopicEvent::sequence).containsExactly(1L, 2L);
      assertThat(listener.events.getFirst().topic()).isEqualTo("pg/orders/inserted");
    }
    assertThat(other.count()).isZero();
  }

  @Test
  void whatWasCommittedBeforeTheSourceBeganIsForThoseWhoResume() {
    router.start();
    bus.source().begin(100, 125);
    var live = new Listener(1000);
    var resumed = new Listener(1000);
    CompletableFuture<Hub.Began> added = router.add(subscription(live, "pg/**"), null);
    var again = router.add(subscription(resumed, "pg/**"), Position.ofChange(110, 1));
    insert(1, "a");
    assertThat(added).isNotDone();
    insert(2, "b");
    insert(3, "c");
    added.join();
    again.join();
    insert(4, "d");
    await(() -> live.has(4));
    assertThat(live.ids()).doesNotContain("1").endsWith("4");
    await(() -> resumed.count() == 3);
    assertThat(resumed.ids()).containsExactly("2", "3", "4");
    assertThat(resumed.gaps).isEmpty();
  }

  @Test
  void whoWasToldOfNoEventGoesOnFromWhereTheSubscriptionBegan() {
    router.start();
    bus.source().begin(100, 100);
    insert(1, "before");
    await(() -> router.routed().compareTo(Position.START) > 0);
    Position began = router.add(subscription(new Listener(1000), "pg/**"), null).join().position();
    insert(2, "missed");
    var again = new Listener(1000);
    assertThat(router.add(subscription(again, "pg/**"), began).join().position()).isEqualTo(began);
    insert(3, "live");
    await(() -> again.has(3));
    assertThat(again.ids()).containsExactly("2", "3");
  }

  @Test
  void whereItBeganIsToldBeforeTheFirstEvent() {
    begin();
    Position before = insert(1, "Bern");
    insert(2, "Chur");
    for (int i = 0; i < 200; i++) {
      List<String> told = Collections.synchronizedList(new ArrayList<>());
      TopicReceiver receiver =
          new TopicReceiver() {
            @Override
            public boolean event(TopicEvent event) {
              told.add("event");
              return true;
            }

            @Override
            public void gap(@Nullable Position after, Position until) {
              told.add("gap");
            }

            @Override
            public void whenReady(Runnable then) {
              throw new AssertionError("all was taken");
            }
          };
      router.add(subscription(receiver, "pg/**"), before, (began, failure) -> told.add("began"));
      await(() -> told.contains("event"));
      assertThat(told).containsExactly("began", "event");
    }
  }

  @Test
  void rowsComeToReceiversWithAllThatMatched() {
    begin();
    List<String> told = new ArrayList<>();
    RowReceiver receiver =
        new RowReceiver() {
          @Override
          public void changed(RowView view, List<RowSubscription> matched) {
            told.add(matched.stream().map(RowSubscription::id).toList() + view.data(List.of()));
          }

          @Override
          public void gap() {
            told.add("gap");
          }
        };
    router
        .add(
            List.of(
                wish(receiver, 1, RowFilter.NONE),
                wish(receiver, 2, RowFilter.parse("city=eq.Bern")),
                wish(receiver, 3, RowFilter.parse("id=gt.7"))))
        .join();
    insert(1, "Bern");
    insert(8, "Chur");
    router.remove(List.of()).join();
    await(() -> router.routed().compareTo(Position.ofChange(commit, 1)) >= 0);
    assertThat(told).containsExactly("[1, 2]" + data(1, "Bern"), "[1, 3]" + data(8, "Chur"));
  }

  @Test
  void theEndOfAnErasLogIsAGapForPublishedEventsAlone() {
    begin();
    var changes = new Listener(1000);
    var all = new Listener(1000);
    var rows = new AtomicInteger();
    router.add(subscription(changes, "pg/**"), null).join();
    router.add(subscription(all, "**"), null).join();
    RowReceiver receiver =
        new RowReceiver() {
          @Override
          public void changed(RowView view, List<RowSubscription> matched) {
            // counted by the others
          }

          @Override
          public void gap() {
            rows.incrementAndGet();
          }
        };
    router.add(List.of(wish(receiver, 1, RowFilter.NONE))).join();
    insert(1, "Bern");
    await(() -> all.count() == 1);
    bus.log().continueAfter(new Position(0, 0, 9, 0), 0, false);
    bus.source().begin(commit, commit);
    insert(2, "Chur");
    await(() -> all.count() == 2 && changes.count() == 2);
    assertThat(changes.ids()).containsExactly("1", "2");
    assertThat(changes.gaps).isEmpty();
    assertThat(rows).hasValue(0);
    assertThat(all.gaps).hasSize(1);
  }

  @Test
  void countsWhatItDoesWithFilters() {
    begin();
    var listener = new Listener(1000);
    TopicSubscription orders = subscription(listener, "pg/orders/inserted");
    TopicSubscription same = subscription(new Listener(1000), "pg/orders/inserted");
    router.add(orders, null).join();
    router.add(same, null).join();
    router.add(subscription(listener, "chat/a"), null).join();
    insert(1, "Bern");
    bus.publish(said("chat/b", "said"));
    bus.publish(said("chat/a", "said"));
    await(() -> listener.count() == 2);
    router.remove(same).join();
    FilterIndex index = router.filterIndex();
    assertThat(index.added()).isEqualTo(3);
    assertThat(index.removed()).isEqualTo(1);
    assertThat(index.filters()).isEqualTo(2);
    assertThat(index.matches()).isEqualTo(3);
    assertThat(index.evaluations() - index.empty()).isEqualTo(2);
    assertThat(index.peakMicros()).isGreaterThanOrEqualTo(index.lastMicros());
  }

  private static String data(int id, String city) {
    return "{\"schema\":\"public\",\"table\":\"orders\",\"type\":\"INSERT\","
        + "\"commit_timestamp\":\"1970-01-01T00:00:00.000Z\","
        + "\"columns\":[{\"name\":\"id\",\"type\":\"int4\"},{\"name\":\"city\",\"type\":\"text\"}],"
        + "\"record\":{\"id\":"
        + id
        + ",\"city\":\""
        + city
        + "\"},\"errors\":null}";
  }

  private static RowSubscription wish(RowReceiver receiver, long id, RowFilter filter) {
    var request =
        new ChangesRequest(
            dev.minibaas.realtime.filter.ChangeKind.ANY, "public", "orders", filter, List.of());
    return new RowSubscription(receiver, Everyone.ANN, id, request);
  }

  @Test
  void aClientsEventIsNumberedAndFiltered() {
    begin();
    var listener = new Listener(1000);
    EventFilter filter =
        EventFilter.parse((JsonObject) JsonReader.read("{\"event_type\":{\"eq\":\"said\"}}"));
    router
        .add(
            new TopicSubscription(listener, Everyone.ANN, TopicPattern.parse("chat/*"), filter),
            null)
        .join();
    bus.publish(said("chat/a", "said"));
    bus.publish(said("chat/a", "typed"));
    var receipt = bus.publish(said("chat/a", "said"));
    await(() -> listener.count() == 2);
    assertThat(listener.events).map(TopicEvent::sequence).containsExactly(1L, 3L);
    assertThat(listener.events.getLast().position()).isEqualTo(receipt.position());
  }

  private static Publication said(String topic, String type) {
    return Publication.parse(
        "{\"topic\":\"%s\",\"event_type\":\"%s\",\"payload\":{\"a\":1}}".formatted(topic, type),
        Limits.DEFAULT);
  }

  @Test
  void whatHasOutlivedItsTimeIsNotToldAnyMore() throws InterruptedException {
    begin();
    Position before = insert(1, "x");
    bus.publish(
        Publication.parse(
            "{\"topic\":\"chat/a\",\"event_type\":\"e\",\"payload\":1,\"ttl_ms\":1}",
            Limits.DEFAULT));
    Thread.sleep(5);
    bus.publish(said("chat/a", "said"));
    var listener = new Listener(1000);
    router.add(subscription(listener, "chat/**"), before).join();
    await(() -> listener.count() == 1);
    assertThat(listener.events.getFirst().type()).isEqualTo("said");
  }

  @Test
  void tooOldAPositionIsAGapAndThenAllThatIsThere() {
    bus.source().begin(100, 100);
    for (int i = 0; i < 3000; i++) {
      insert(i, "x".repeat(500));
    }
    router.start();
    var listener = new Listener(10_000);
    router.add(subscription(listener, "pg/**"), Position.ofChange(110, 1)).join();
    Position last = insert(-1, "end");
    await(() -> listener.has(-1));
    assertThat(listener.gaps).hasSize(1);
    assertThat(listener.events.getLast().position()).isEqualTo(last);
    assertThat(listener.ids().size()).isBetween(500, 2900);
  }

  /** Subscribing, resuming and being slow while events come: none lost, none twice, in order. */
  @Test
  void nothingIsLostOrDoubledAtAnySeam() throws InterruptedException {
    begin();
    Random random = new Random(7);
    List<Listener> listeners = new ArrayList<>();
    Position before = insert(0, "x");
    List<Position> inserted = new ArrayList<>();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 1; i <= 3000; i++) {
                inserted.add(insert(i, "x"));
              }
            });
    for (int i = 0; i < 60; i++) {
      var listener = new Listener(20 + random.nextInt(100));
      listeners.add(listener);
      router.add(subscription(listener, "pg/**"), i % 3 == 0 ? null : before).join();
      Thread.sleep(1);
    }
    writer.join();
    inserted.add(insert(3001, "end"));
    for (int i = 0; i < listeners.size(); i++) {
      Listener listener = listeners.get(i);
      await(() -> listener.has(3001));
      List<Position> told = listener.positions();
      int first = i % 3 == 0 ? inserted.indexOf(told.getFirst()) : 0;
      assertThat(told).isEqualTo(inserted.subList(first, inserted.size()));
      assertThat(listener.gaps).isEmpty();
    }
  }
}
