package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.FilterIndex;
import dev.minibaas.realtime.hub.Hub;
import dev.minibaas.realtime.hub.RowReceiver;
import dev.minibaas.realtime.hub.RowSubscription;
import dev.minibaas.realtime.hub.TopicSubscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A hub without a log: a test says what comes and when an addition or removal is done. */
final class MemoryHub implements Hub {
  private final Set<RowSubscription> rows = new LinkedHashSet<>();
  private final List<Runnable> pending = new ArrayList<>();
  private boolean slow;
  private @Nullable RuntimeException refusal;

  /** From now on nothing is done until {@link #work()}. */
  void slow() {
    slow = true;
  }

  void refuse(@Nullable RuntimeException failure) {
    refusal = failure;
  }

  /** Does the oldest thing that waits. */
  void work() {
    pending.removeFirst().run();
  }

  int pending() {
    return pending.size();
  }

  /** Tells each receiver, once for each identity, of the change that all of them want. */
  void change(long number, String data) {
    Map<RowReceiver, Map<Identity, List<RowSubscription>>> matched = new LinkedHashMap<>();
    for (RowSubscription row : rows) {
      matched
          .computeIfAbsent(row.receiver(), receiver -> new LinkedHashMap<>())
          .computeIfAbsent(row.identity(), identity -> new ArrayList<>())
          .add(row);
    }
    var view = new TextView(Position.ofChange(number, 1), data);
    matched.forEach(
        (receiver, groups) -> groups.values().forEach(group -> receiver.changed(view, group)));
  }

  void gap() {
    Set<RowReceiver> receivers = new LinkedHashSet<>();
    rows.forEach(row -> receivers.add(row.receiver()));
    receivers.forEach(RowReceiver::gap);
  }

  Set<RowSubscription> rows() {
    return rows;
  }

  @Override
  public CompletableFuture<Void> add(List<RowSubscription> subscriptions) {
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    return later(() -> rows.addAll(subscriptions));
  }

  @Override
  public CompletableFuture<Void> remove(List<RowSubscription> subscriptions) {
    return later(() -> subscriptions.forEach(rows::remove));
  }

  private CompletableFuture<Void> later(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    pending.add(() -> {
      task.run();
      done.complete(null);
    });
    if (!slow) {
      work();
    }
    return done;
  }

  @Override
  public CompletableFuture<Void> add(
      TopicSubscription subscription, @Nullable Position resumeFrom) {
    throw new AssertionError("channels have no topics of the own protocol");
  }

  @Override
  public CompletableFuture<Void> renew(TopicSubscription subscription, Identity identity) {
    throw new AssertionError("channels have no topics of the own protocol");
  }

  @Override
  public CompletableFuture<Void> remove(TopicSubscription subscription) {
    throw new AssertionError("channels have no topics of the own protocol");
  }

  @Override
  public void onMessage(Consumer<Change> listener) {
    throw new AssertionError("who makes the channels calls this, not they");
  }

  @Override
  public FilterIndex filterIndex() {
    return new FilterIndex(3, 1, 0, 2, 9, 4, 7, 30, 500, 1);
  }

  @Override
  public int subscriptions() {
    return rows.size();
  }

  @Override
  public void close() {
    // nothing to close
  }
}
