package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.Collections;
import java.util.List;

/**
 * An event, and the crowds that get it.
 *
 * @param views what each of the {@code rows} sees
 * @param events what each of the {@code listeners} sees
 * @param previous the position before it
 */
record Seen(
    List<Crowd<ChangesRequest, RowSubscription>> rows,
    List<ChangeView> views,
    List<Crowd<TopicWish, TopicSubscription>> listeners,
    List<TopicEvent> events,
    Position previous) {

  /** The same to all. */
  static Seen by(
      List<Crowd<TopicWish, TopicSubscription>> listeners, TopicEvent event, Position previous) {
    var events = Collections.nCopies(listeners.size(), event);
    return new Seen(List.of(), List.of(), listeners, events, previous);
  }

  boolean isForTheSameAs(Seen other) {
    return rows.equals(other.rows) && listeners.equals(other.listeners);
  }
}
