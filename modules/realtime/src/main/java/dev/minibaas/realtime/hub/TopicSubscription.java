package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/** A wish for events of topics. Two with the same parts are two. */
public final class TopicSubscription {
  private final TopicReceiver receiver;
  private final TopicWish wish;
  private volatile Viewer viewer;

  /**
   * Who sees the events.
   *
   * @param subject whose documents they may see; only looked for where there may be any
   */
  private record Viewer(Identity identity, @Nullable String subject) {}

  /** Whether the router has it; the router's own. */
  boolean live;

  /** Up to where it has been fed from the log; the router's own. */
  Position fedUpTo = Position.START;

  /** Whether it has been taken back; for whoever feeds it from the log. */
  volatile boolean removed;

  public TopicSubscription(
      TopicReceiver receiver, Identity identity, TopicPattern pattern, EventFilter filter) {
    this.receiver = receiver;
    this.wish = new TopicWish(pattern, filter);
    this.viewer = viewer(identity);
  }

  private Viewer viewer(Identity identity) {
    return new Viewer(
        identity, ChangeTopics.mayBeOfDocuments(pattern()) ? identity.subject() : null);
  }

  /** For the router, while it is in no crowd. */
  void as(Identity identity) {
    viewer = viewer(identity);
  }

  public TopicReceiver receiver() {
    return receiver;
  }

  public Identity identity() {
    return viewer.identity;
  }

  TopicWish wish() {
    return wish;
  }

  /** The service role sees every document, everyone else their own. */
  boolean maySeeDocumentOf(@Nullable String owner) {
    Viewer now = viewer;
    return now.identity.isService() || (owner != null && owner.equals(now.subject));
  }

  public TopicPattern pattern() {
    return wish.pattern();
  }

  public EventFilter filter() {
    return wish.filter();
  }
}
