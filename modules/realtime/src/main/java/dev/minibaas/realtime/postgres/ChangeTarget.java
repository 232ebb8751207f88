package dev.minibaas.realtime.postgres;

/** Where a source's changes go: it knows how far it has been told. */
public interface ChangeTarget extends ChangeListener {
  /**
   * Reading is about to begin.
   *
   * @param from everything that was committed there or later can be told
   * @param databaseHead where the database is now
   * @return from where it is to be told: there, or later if more has been told before
   * @throws TellAgain if that isn't known yet; it is asked again
   */
  long begin(long from, long databaseHead);
}
