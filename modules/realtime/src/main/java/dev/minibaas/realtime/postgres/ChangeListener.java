package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;

/**
 * Who is told what a source reads, on the source's thread; a call that takes its time holds the
 * source back. After a break changes may be told again, at the same positions. A call may throw
 * {@link TellAgain}.
 */
public interface ChangeListener {
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
