package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Position;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of the own protocol. It is told on the hub's thread, in order, and must not wait.
 */
public interface TopicReceiver {
  void event(TopicEvent event);

  /**
   * Events are missing.
   *
   * @param after the last position before the hole; null when it isn't known
   * @param until from where on nothing is missing
   */
  void gap(@Nullable Position after, Position until);
}
