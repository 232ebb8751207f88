package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.Change;

/** May this identity see this change? One change is one object, and is compared as such. */
public record Question(Change change, Identity identity) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Question that
        && change == that.change
        && identity.equals(that.identity);
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(change) + identity.hashCode();
  }
}
