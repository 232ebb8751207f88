package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
   * @return completes when the receiver has been told where it begins. Fails as the other does.
   */
  CompletableFuture<Void> add(TopicSubscription subscription, @Nullable Position resumeFrom);

  /**
   * Goes on as someone else. Wherever the subscription is, nothing is missed by it or told twice.
   *
   * @return from its completion on nothing comes that only the former identity may see, but for
   *     what is on its way
   */
  CompletableFuture<Void> renew(TopicSubscription subscription, Identity identity);

  CompletableFuture<Void> remove(TopicSubscription subscription);

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
