package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Position;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of the own protocol. It is told in order, by one thread at a time, and must not
 * wait.
 */
public interface TopicReceiver {
  /**
   * From here on it gets events; comes first, and once.
   *
   * @param sequence of the topic's latest event, for a pattern of one topic; 0 for others
   * @param position after which they come; null while there was no event at all
   */
  void began(long sequence, @Nullable Position position);

  /**
   * Takes an event, unless it would be too much at the moment. Then it comes again, and what
   * follows on it after that, out of the log, as soon as {@link #whenReady} says so.
   *
   * @return false when it wasn't taken
   */
  boolean event(TopicEvent event);

  /**
   * Events are missing.
   *
   * @param after the last position before the hole; null when it isn't known
   * @param until from where on nothing is missing
   */
  void gap(@Nullable Position after, Position until);

  /** Runs it once, on whichever thread, when it is worth offering an event again. */
  void whenReady(Runnable then);
}
