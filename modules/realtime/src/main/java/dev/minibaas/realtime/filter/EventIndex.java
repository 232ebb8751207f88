package dev.minibaas.realtime.filter;

import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicIndex;
import dev.minibaas.realtime.topic.TopicPattern;

/**
 * Subscriptions of the own protocol, found by topic and filter. A filter with {@code eq} or {@code
 * in} is looked at only when an event has one of these values; without, for every event on its
 * topics. Not safe for threads; who holds it guards it.
 */
public final class EventIndex<S> {
  private final TopicIndex<FilterTable<EventFilter, S>> topics =
      new TopicIndex<>(() -> new FilterTable<>(EventFilter::anchor));

  /** How many patterns are subscribed to. */
  public int patterns() {
    return topics.size();
  }

  /**
   * Whether it is new.
   *
   * @throws InvalidFilter when the pattern's filters would use too many fields
   */
  public boolean add(TopicPattern pattern, EventFilter filter, S subscriber) {
    return topics.at(pattern).add(filter, subscriber);
  }

  /** Whether it was there. */
  public boolean remove(TopicPattern pattern, EventFilter filter, S subscriber) {
    FilterTable<EventFilter, S> filters = topics.find(pattern);
    if (filters == null || !filters.remove(filter, subscriber)) {
      return false;
    }
    if (filters.isEmpty()) {
      topics.remove(pattern);
    }
    return true;
  }

  /** Everyone who wants this event; returns how many filters were judged. */
  public int match(Topic topic, EventView event, Matches<EventFilter, S> matches) {
    int[] judged = {0};
    topics.matching(
        topic,
        filters ->
            judged[0] +=
                filters.match(EventFilter.readings(event), filter -> filter.judge(event), matches));
    return judged[0];
  }
}
