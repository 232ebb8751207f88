package dev.minibaas.realtime.hub;

import static dev.minibaas.realtime.hub.RouterUnderTest.await;
import static dev.minibaas.realtime.hub.RouterUnderTest.data;
import static dev.minibaas.realtime.hub.RouterUnderTest.subscription;
import static dev.minibaas.realtime.hub.RouterUnderTest.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.hub.RouterUnderTest.Listener;
import dev.minibaas.realtime.hub.RouterUnderTest.Rows;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.own.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must hold while things go on or go wrong. */
class RouterSeamsTest {
  private final RouterUnderTest under = new RouterUnderTest();
  private final Router router = under.hub;

  @AfterEach
  void stop() {
    under.close();
  }

  /**
   * Subscribing, resuming, being slow and a new token while events come: none lost, none twice, in
   * order.
   */
  @Test
  void nothingIsLostOrDoubledAtAnySeam() throws InterruptedException {
    under.begin();
    Random random = new Random(7);
    List<Listener> listeners = new ArrayList<>();
    List<TopicSubscription> subscriptions = new ArrayList<>();
    Position before = under.insert(0, "x");
    List<Position> inserted = new ArrayList<>();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 1; i <= 3000; i++) {
                inserted.add(under.insert(i, "x"));
              }
            });
    for (int i = 0; i < 60; i++) {
      var listener = new Listener(20 + random.nextInt(100));
      listeners.add(listener);
      TopicSubscription added = subscription(listener, "pg/**");
      router.add(added, i % 3 == 0 ? null : before).join();
      subscriptions.add(added);
      // with a new token, wherever one is
      TopicSubscription any = subscriptions.get(random.nextInt(subscriptions.size()));
      router.renew(any, random.nextBoolean() ? Everyone.ANN : Everyone.BEA);
      Thread.sleep(1);
    }
    writer.join();
    inserted.add(under.insert(3001, "end"));
    for (int i = 0; i < listeners.size(); i++) {
      Listener listener = listeners.get(i);
      await(() -> listener.has(3001));
      List<Position> told = listener.positions();
      int first = i % 3 == 0 ? inserted.indexOf(told.getFirst()) : 0;
      assertThat(told).isEqualTo(inserted.subList(first, inserted.size()));
      assertThat(listener.gaps).isEmpty();
    }
  }

  @Test
  void aSlowOneGoesOnWhereItIsWithANewToken() {
    under.begin();
    var listener = new Listener(3);
    TopicSubscription slow = subscription(listener, "pg/**");
    router.add(slow, null).join();
    for (int i = 1; i <= 40; i++) {
      under.insert(i, "x");
    }
    await(() -> listener.count() >= 3);
    router.renew(slow, Everyone.BEA).join();
    under.insert(41, "end");
    await(() -> listener.has(41));
    assertThat(listener.ids())
        .isEqualTo(IntStream.rangeClosed(1, 41).mapToObj(String::valueOf).toList());
  }

  @Test
  void anotherIdentitySeesWhatItMay() {
    under.begin();
    var listener = new Listener(1000);
    TopicSubscription subscription = subscription(listener, "pg/**");
    router.add(subscription, null).join();
    under.insert(1, "Bern");
    under.awaitRouted();
    router.renew(subscription, Everyone.BLIND).join();
    Position before = under.insert(2, "Bern");
    under.awaitRouted();
    router.renew(subscription, Everyone.ANN).join();
    under.insert(3, "Bern");
    await(() -> listener.has(3));
    assertThat(listener.ids()).containsExactly("1", "3");
    var resumed = new Listener(1000);
    TopicSubscription again = subscription(resumed, "**");
    CompletableFuture<Void> renewed = router.renew(again, Everyone.BLIND);
    router.add(again, before).join();
    renewed.join();
    under.insert(4, "Bern");
    // for everyone, and behind what isn't
    under.bus.publish(
        Publication.parse(
            "{\"topic\":\"chat/a\",\"event_type\":\"said\",\"payload\":1}", Limits.DEFAULT));
    await(() -> resumed.count() > 0);
    assertThat(resumed.events).extracting(TopicEvent::topic).containsExactly("chat/a");
  }

  @Test
  void whatComesFromADatabaseThatWasSetBackIsToldToThoseWhoWereAheadOfIt() {
    under.begin();
    var listener = new Listener(1000);
    Position before = under.insert(1, "Bern");
    under.insert(2, "Bern");
    router.add(subscription(listener, "pg/**"), before).join();
    under.insert(3, "Bern");
    await(() -> listener.has(3));
    under.setBack(20);
    under.insert(4, "Chur");
    await(() -> listener.has(4));
    assertThat(listener.ids()).containsExactly("2", "3", "4");
    assertThat(listener.gaps).hasSize(1);
  }

  @Test
  void aFailureIsAGapForEveryoneAndNotTheEnd() {
    under.begin();
    var listener = new Listener(1000);
    var rows = new Rows();
    router.add(subscription(listener, "pg/**"), null).join();
    router.add(List.of(wish(rows, 1, RowFilter.NONE))).join();
    Position before = under.insert(1, "Bern");
    under.awaitRouted();
    int forgotten = under.judge.forgotten;
    under.insert(2, Everyone.UNJUDGED);
    under.awaitRouted();
    // there might have been changes of policies among what could not be handled
    assertThat(under.judge.forgotten).isGreaterThan(forgotten);
    under.insert(3, "Chur");
    await(() -> listener.has(3));
    assertThat(listener.ids()).containsExactly("1", "3");
    assertThat(listener.gaps).hasSize(1);
    assertThat(rows.told).containsExactly("[1]" + data(1, "Bern"), "gap", "[1]" + data(3, "Chur"));
    var resumed = new Listener(1000);
    router.add(subscription(resumed, "pg/**"), before).join();
    await(() -> !resumed.gaps.isEmpty());
    under.insert(4, "Chur");
    await(() -> resumed.has(4));
  }
}
