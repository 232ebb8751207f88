package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;

/**
 * Who is told what a source reads, on the source's thread; a call that takes its time holds the
 * source back. After a break changes may be told again, at the same positions.
 */
public interface ChangeListener {
  /**
   * Reading is about to begin.
   *
   * @param from everything that was committed there or later can be told
   * @param databaseHead where the database is now
   * @return from where it is to be told: there, or later if the listener has been told more
   * @throws TellAgain if the listener doesn't know yet; it is asked again
   */
  long begin(long from, long databaseHead);

  /** Changes come in the order of their positions. */
  void change(Change change);

  /**
   * Policies, grants, tables, functions or publications have changed, by the transaction at that
   * place. Comes in the order of positions, among the changes.
   */
  void catalogChanged(Position position);

  /** Everything that was committed before this place has been told. */
  void reached(long commit);
}
