package dev.minibaas.realtime.hub;

/**
 * An event with its number among the events of its topic.
 *
 * @param sequence from 1; it begins anew when nobody counts any more, unlike positions
 */
public record Logged(Event event, long sequence) {
  /** This, its position and the entry in a sorted map. */
  private static final int ENTRY = 152;

  /** Roughly what it occupies in a log, in bytes. */
  public int size() {
    return ENTRY + event.size();
  }
}
