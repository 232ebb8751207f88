package dev.minibaas.realtime.hub;

import static dev.minibaas.realtime.hub.RouterUnderTest.await;
import static dev.minibaas.realtime.hub.RouterUnderTest.data;
import static dev.minibaas.realtime.hub.RouterUnderTest.subscription;
import static dev.minibaas.realtime.hub.RouterUnderTest.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.hub.RouterUnderTest.Listener;
import dev.minibaas.realtime.hub.RouterUnderTest.Rows;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final RouterUnderTest under = new RouterUnderTest();
  private final Router router = under.hub;
  private final LocalBus bus = under.bus;

  @AfterEach
  void stop() {
    under.close();
  }

  @Test
  void everyoneWhoWantsItIsToldOnceUnderEitherTopic() {
    under.begin();
    List<Listener> listeners = new ArrayList<>();
    for (String pattern :
        List.of("pg/orders/inserted", "pg/public/orders/INSERT", "pg/**", "**", "pg/orders/")) {
      listeners.add(new Listener(1000));
      router.add(subscription(listeners.getLast(), pattern), null).join();
    }
    var other = new Listener(1000);
    router.add(subscription(other, "pg/users/*"), null).join();
    under.insert(1, "Bern");
    under.insert(2, "Basel");
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
    CompletableFuture<Void> added = router.add(subscription(live, "pg/**"), null);
    var again = router.add(subscription(resumed, "pg/**"), Position.ofChange(110, 1));
    under.insert(1, "a");
    assertThat(added).isNotDone();
    under.insert(2, "b");
    under.insert(3, "c");
    added.join();
    again.join();
    under.insert(4, "d");
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
    under.insert(1, "before");
    await(() -> router.routed().compareTo(Position.START) > 0);
    var before = new Listener(1000);
    router.add(subscription(before, "pg/**"), null).join();
    under.insert(2, "missed");
    var again = new Listener(1000);
    router.add(subscription(again, "pg/**"), before.began()).join();
    assertThat(again.began()).isNotNull().isEqualTo(before.began());
    under.insert(3, "live");
    await(() -> again.has(3));
    assertThat(again.ids()).containsExactly("2", "3");
  }

  @Test
  void whereItBeganIsToldBeforeTheFirstEvent() {
    under.begin();
    Position before = under.insert(1, "Bern");
    under.insert(2, "Chur");
    for (int i = 0; i < 200; i++) {
      var listener = new Listener(1000);
      router.add(subscription(listener, "pg/**"), before);
      await(() -> listener.count() == 1);
      assertThat(listener.told).containsExactly("began", "event");
    }
  }

  @Test
  void rowsComeToReceiversWithAllThatMatched() {
    under.begin();
    var receiver = new Rows();
    router
        .add(
            List.of(
                wish(receiver, 1, RowFilter.NONE),
                wish(receiver, 2, RowFilter.parse("city=eq.Bern")),
                wish(receiver, 3, RowFilter.parse("id=gt.7"))))
        .join();
    under.insert(1, "Bern");
    under.insert(8, "Chur");
    under.awaitRouted();
    assertThat(receiver.told)
        .containsExactly("[1, 2]" + data(1, "Bern"), "[1, 3]" + data(8, "Chur"));
  }

  @Test
  void theEndOfAnErasLogIsAGapForPublishedEventsAlone() {
    under.begin();
    var changes = new Listener(1000);
    var all = new Listener(1000);
    var rows = new Rows();
    router.add(subscription(changes, "pg/**"), null).join();
    router.add(subscription(all, "**"), null).join();
    router.add(List.of(wish(rows, 1, RowFilter.NONE))).join();
    under.insert(1, "Bern");
    await(() -> all.count() == 1);
    bus.log().continueAfter(new Position(0, 0, 9, 0), 0, false);
    under.sourceBegins();
    under.insert(2, "Chur");
    await(() -> all.count() == 2 && changes.count() == 2);
    assertThat(changes.ids()).containsExactly("1", "2");
    assertThat(changes.gaps).isEmpty();
    assertThat(rows.told).containsExactly("[1]" + data(1, "Bern"), "[1]" + data(2, "Chur"));
    assertThat(all.gaps).hasSize(1);
  }

  @Test
  void countsWhatItDoesWithFilters() {
    under.begin();
    var listener = new Listener(1000);
    TopicSubscription orders = subscription(listener, "pg/orders/inserted");
    TopicSubscription same = subscription(new Listener(1000), "pg/orders/inserted");
    router.add(orders, null).join();
    router.add(same, null).join();
    router.add(subscription(listener, "chat/a"), null).join();
    under.insert(1, "Bern");
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

  @Test
  void aClientsEventIsNumberedAndFiltered() {
    under.begin();
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
    under.begin();
    Position before = under.insert(1, "x");
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
      under.insert(i, "x".repeat(500));
    }
    router.start();
    var listener = new Listener(10_000);
    router.add(subscription(listener, "pg/**"), Position.ofChange(110, 1)).join();
    Position last = under.insert(-1, "end");
    await(() -> listener.has(-1));
    assertThat(listener.gaps).hasSize(1);
    assertThat(listener.events.getLast().position()).isEqualTo(last);
    assertThat(listener.ids().size()).isBetween(500, 2900);
  }
}
