package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/** A wish for events of topics. Two with the same parts are two. */
public final class TopicSubscription {
  private final TopicReceiver receiver;
  private final Identity identity;
  private final TopicWish wish;
  private final @Nullable String subject;

  /** Whether the router has it; the router's own. */
  boolean live;

  /** Up to where it has been fed from the log; the router's own. */
  Position fedUpTo = Position.START;

  /** Whether it has been taken back; for whoever feeds it from the log. */
  volatile boolean removed;

  public TopicSubscription(
      TopicReceiver receiver, Identity identity, TopicPattern pattern, EventFilter filter) {
    this.receiver = receiver;
    this.identity = identity;
    this.wish = new TopicWish(pattern, filter);
    this.subject = ChangeTopics.mayBeOfDocuments(pattern) ? identity.subject() : null;
  }

  public TopicReceiver receiver() {
    return receiver;
  }

  public Identity identity() {
    return identity;
  }

  TopicWish wish() {
    return wish;
  }

  /** Whose documents it may see. */
  @Nullable String subject() {
    return subject;
  }

  public TopicPattern pattern() {
    return wish.pattern();
  }

  public EventFilter filter() {
    return wish.filter();
  }
}
