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

  private int filters;

  /** How many different filters there are, those of each pattern by themselves. */
  public int filters() {
    return filters;
  }

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
    FilterTable<EventFilter, S> table = topics.at(pattern);
    int before = table.size();
    boolean isNew = table.add(filter, subscriber);
    filters += table.size() - before;
    return isNew;
  }

  /** Whether it was there. */
  public boolean remove(TopicPattern pattern, EventFilter filter, S subscriber) {
    FilterTable<EventFilter, S> table = topics.find(pattern);
    int before = table == null ? 0 : table.size();
    if (table == null || !table.remove(filter, subscriber)) {
      return false;
    }
    filters += table.size() - before;
    if (table.isEmpty()) {
      topics.remove(pattern);
    }
    return true;
  }

  /** Everyone who wants this event; returns how many filters were judged. */
  public int match(Topic topic, EventView event, Matches<EventFilter, S> matches) {
    int[] judged = {0};
    topics.matching(
        topic,
        table ->
            judged[0] +=
                table.match(EventFilter.readings(event), filter -> filter.judge(event), matches));
    return judged[0];
  }
}
