package dev.minibaas.realtime.log;

import dev.minibaas.realtime.change.Position;
import java.util.List;

/** What the log has for one who says how far they are. */
public sealed interface Reading<E> {
  /** What comes next, without a hole; empty when they have everything. */
  record Events<E>(List<Entry<E>> entries) implements Reading<E> {
    public Events {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Something may be missing, and the client must be told.
   *
   * @param continueAt from where reading goes on
   */
  record Gap<E>(Reason reason, Position continueAt) implements Reading<E> {}

  /** Why there is a gap. */
  enum Reason {
    /** What follows the position is no longer kept. */
    TOO_OLD,
    /**
     * The position is of an earlier era: no change of the database is missing, but events that were
     * published then are gone.
     */
    PUBLISHED_LOST,
    /**
     * The position is of another database or of one that was set back: all that is here follows.
     */
    UNKNOWN
  }
}
