package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.filter.RowFilter;

/** Does this change pass a filter of which memory isn't sure? One change is one object. */
public record FilterQuestion(Change change, RowFilter filter) {
  @Override
  public boolean equals(Object other) {
    return other instanceof FilterQuestion that
        && change == that.change
        && filter.equals(that.filter);
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(change) + filter.hashCode();
  }
}
