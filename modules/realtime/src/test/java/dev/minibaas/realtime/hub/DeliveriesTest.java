package dev.minibaas.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.hub.RouterUnderTest.Rows;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import dev.minibaas.realtime.topic.TopicPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private final List<String> refused = new ArrayList<>();
  private final Deliveries deliveries =
      new Deliveries((subscription, before) -> {
        subscription.live = false;
        refused.add(subscription.pattern() + " before " + before.commit());
      });

  /** A client's connection: what comes to any of its subscriptions. */
  private static final class Client implements TopicReceiver {
    private final List<Long> got = new ArrayList<>();
    private final long refuses;
    private final long throwsAt;

    Client(long refuses, long throwsAt) {
      this.refuses = refuses;
      this.throwsAt = throwsAt;
    }

    @Override
    public void began(long sequence, @Nullable Position position) {
      throw new AssertionError("it has begun");
    }

    @Override
    public boolean event(TopicEvent event) {
      long commit = event.position().commit();
      if (commit == throwsAt) {
        throw new IllegalStateException("as meant");
      }
      if (commit == refuses) {
        return false;
      }
      got.add(commit);
      return true;
    }

    @Override
    public void gap(@Nullable Position after, Position until) {
      throw new AssertionError("nothing is missing");
    }

    @Override
    public void whenReady(Runnable then) {
      throw new AssertionError("not asked here");
    }
  }

  private static Crowd<TopicWish, TopicSubscription> crowd(String pattern, Client... clients) {
    var wish = new TopicWish(TopicPattern.parse(pattern), EventFilter.NONE);
    var crowd = new Crowd<TopicWish, TopicSubscription>(wish, Everyone.ANN);
    for (Client client : clients) {
      var member = new TopicSubscription(client, Everyone.ANN, wish.pattern(), wish.filter());
      member.live = true;
      crowd.add(member);
    }
    return crowd;
  }

  private void event(long commit, List<Crowd<TopicWish, TopicSubscription>> crowds) {
    var event =
        new TopicEvent(
            new UUID(0, commit),
            "orders/created",
            "created",
            commit,
            Instant.EPOCH,
            Position.ofChange(commit, 1),
            () -> "{}");
    deliveries.add(Seen.by(crowds, event, Position.ofChange(commit - 1, 1)));
  }

  @Test
  void whoHearsOfTwoTablesIsToldInTheOrderOfCommits() {
    var both = new Client(0, 0);
    var one = new Client(0, 0);
    var orders = crowd("orders/*", both, one);
    var items = crowd("items/*", both);
    event(1, List.of(orders));
    event(2, List.of(items));
    event(3, List.of(items));
    event(4, List.of(orders));
    deliveries.finish();
    assertThat(both.got).containsExactly(1L, 2L, 3L, 4L);
    assertThat(one.got).containsExactly(1L, 4L);
  }

  @Test
  void whoRefusesIsToldOfNothingMoreAndOthersOfAll() {
    var slow = new Client(2, 0);
    var quick = new Client(0, 0);
    var crowds = List.of(crowd("orders/*", slow, quick));
    for (long commit = 1; commit <= 4; commit++) {
      event(commit, crowds);
    }
    deliveries.finish();
    assertThat(slow.got).containsExactly(1L);
    assertThat(refused).containsExactly("orders/* before 1");
    assertThat(quick.got).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aFailureOfOneIsNobodyElsesAndNoEventIsLostByIt() {
    var broken = new Client(0, 3);
    var sound = new Client(0, 0);
    var crowds = List.of(crowd("orders/*", broken, sound));
    for (long commit = 1; commit <= 4; commit++) {
      event(commit, crowds);
    }
    deliveries.finish();
    assertThat(broken.got).containsExactly(1L, 2L);
    assertThat(refused).containsExactly("orders/* before 2");
    assertThat(sound.got).containsExactly(1L, 2L, 3L, 4L);
  }

  /** Whoever can't even be told of the gap is not to keep the others from theirs. */
  @Test
  void aReceiverThatCanBeToldNothingIsNobodyElses() {
    var wish = RouterUnderTest.wish(new Rows(), 1, RowFilter.NONE).request();
    var crowd = new Crowd<ChangesRequest, RowSubscription>(wish, Everyone.ANN);
    var sound = new Rows();
    for (RowReceiver receiver : List.of(new Broken(), sound)) {
      RowSubscription member = RouterUnderTest.wish(receiver, 1, RowFilter.NONE);
      member.alone = true;
      crowd.add(member);
    }
    Change change = RouterUnderTest.inserted(Position.ofChange(1, 1), 1, "Bern");
    var view = new ChangeView(change.position(), change, Sight.ALL);
    deliveries.add(new Seen(List.of(crowd), List.of(view), List.of(), List.of(), Position.START));
    deliveries.finish();
    assertThat(sound.told).containsExactly("[1]" + RouterUnderTest.data(1, "Bern"));
  }

  private static final class Broken implements RowReceiver {
    @Override
    public void changed(RowView view, List<RowSubscription> matched) {
      throw new IllegalStateException("as meant");
    }

    @Override
    public void gap() {
      throw new IllegalStateException("as meant");
    }
  }
}
