package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.topic.TopicPattern;

/** A wish for events of topics. Two with the same parts are two. */
public final class TopicSubscription {
  private final TopicReceiver receiver;
  private final Identity identity;
  private final TopicPattern pattern;
  private final EventFilter filter;

  public TopicSubscription(
      TopicReceiver receiver, Identity identity, TopicPattern pattern, EventFilter filter) {
    this.receiver = receiver;
    this.identity = identity;
    this.pattern = pattern;
    this.filter = filter;
  }

  public TopicReceiver receiver() {
    return receiver;
  }

  public Identity identity() {
    return identity;
  }

  public TopicPattern pattern() {
    return pattern;
  }

  public EventFilter filter() {
    return filter;
  }
}
