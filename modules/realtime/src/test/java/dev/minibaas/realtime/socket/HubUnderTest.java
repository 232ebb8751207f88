package dev.minibaas.realtime.socket;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.FilterIndex;
import dev.minibaas.realtime.hub.Hub;
import dev.minibaas.realtime.hub.RowSubscription;
import dev.minibaas.realtime.hub.TopicEvent;
import dev.minibaas.realtime.hub.TopicSubscription;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers who subscribes, and tells them what a test says. */
final class HubUnderTest implements Hub {
  final List<TopicSubscription> all = new CopyOnWriteArrayList<>();
  final List<Position> resumed = new CopyOnWriteArrayList<>();

  TopicSubscription only() {
    return all.getFirst();
  }

  /** The topic of an event that is there as soon as someone has begun; none if empty. */
  String atOnce = "";

  /** Events 1 to count of a topic, each again until it is taken. */
  void tell(String topic, int count) {
    tell(topic, 1, count);
  }

  private void tell(String topic, int from, int count) {
    for (int i = from; i <= count; i++) {
      var event =
          new TopicEvent(
              new UUID(0, i),
              topic,
              "inserted",
              i,
              Instant.EPOCH,
              Position.ofChange(8, i),
              () -> "{}");
      if (!only().receiver().event(event)) {
        int next = i;
        only().receiver().whenReady(() -> tell(topic, next, count));
        return;
      }
    }
  }

  @Override
  public CompletableFuture<Void> add(List<RowSubscription> subscriptions) {
    throw new UnsupportedOperationException("rows");
  }

  @Override
  public CompletableFuture<Void> remove(List<RowSubscription> subscriptions) {
    throw new UnsupportedOperationException("rows");
  }

  @Override
  public CompletableFuture<Void> add(
      TopicSubscription subscription, @Nullable Position resumeFrom) {
    all.add(subscription);
    if (resumeFrom != null) {
      resumed.add(resumeFrom);
    }
    subscription.receiver().began(0, null);
    if (!atOnce.isEmpty()) {
      tell(atOnce, 1);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> renew(TopicSubscription subscription, Identity identity) {
    throw new UnsupportedOperationException("a stream's token is not renewed");
  }

  @Override
  public CompletableFuture<Void> remove(TopicSubscription subscription) {
    all.remove(subscription);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onMessage(Consumer<Change> listener) {
    throw new UnsupportedOperationException("messages");
  }

  @Override
  public FilterIndex filterIndex() {
    return new FilterIndex(3, 1, 0, 2, 9, 4, 7, 30, 500, 1);
  }

  @Override
  public int subscriptions() {
    return all.size();
  }

  @Override
  public void close() {
    all.clear();
  }
}
