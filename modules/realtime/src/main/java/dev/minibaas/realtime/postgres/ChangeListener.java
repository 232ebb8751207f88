package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.Change;

/**
 * Who is told what a source reads, on the source's thread; a call that takes its time holds the
 * source back. After a break changes may be told again, at the same positions.
 */
public interface ChangeListener {
  /**
   * Reading begins.
   *
   * @param from everything that was committed there or later will be told
   * @param databaseHead where the database is now
   */
  void begin(long from, long databaseHead);

  /** Changes come in the order of their positions. */
  void change(Change change);

  /** Everything that was committed before this place has been told. */
  void reached(long commit);
}
