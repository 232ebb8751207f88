package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where subscriptions are. Safe for threads. */
public interface Hub extends AutoCloseable {
  /**
   * Subscribes to changes of rows.
   *
   * @return completes when everything that is committed from then on comes; until a source reads
   *     that may take a while. Fails with {@link dev.minibaas.realtime.filter.InvalidFilter} when
   *     there are too many kinds of filters; then none is added.
   */
  CompletableFuture<Void> add(List<RowSubscription> subscriptions);

  /** From its completion on nothing comes any more. */
  CompletableFuture<Void> remove(List<RowSubscription> subscriptions);

  /**
   * Subscribes to a topic.
   *
   * @param resumeFrom the last position that the client has; null for what comes from now on
   * @param began is told, before the first event comes, where it began, or why it didn't
   * @return the same. Fails as the other does.
   */
  CompletableFuture<Began> add(
      TopicSubscription subscription,
      @Nullable Position resumeFrom,
      BiConsumer<? super @Nullable Began, ? super @Nullable Throwable> began);

  /** Subscribes to a topic, for whoever needn't know it before the first event. */
  default CompletableFuture<Began> add(
      TopicSubscription subscription, @Nullable Position resumeFrom) {
    return add(subscription, resumeFrom, (began, failure) -> {});
  }

  CompletableFuture<Void> remove(TopicSubscription subscription);

  /**
   * From where on a subscription gets events.
   *
   * @param sequence of the topic's latest event, for a pattern of one topic; 0 for others
   * @param position after which they come, to go on from before the first has come; null while
   *     there was no event at all
   */
  record Began(long sequence, @Nullable Position position) {}

  /**
   * Whom each row is told that was inserted into {@code realtime.messages}, on the hub's thread; to
   * be called before the start.
   */
  void onMessage(Consumer<Change> listener);

  int subscriptions();

  FilterIndex filterIndex();

  @Override
  void close();
}
