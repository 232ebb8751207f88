package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Identity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions with the same wish and of one identity: what is found out for one holds for all.
 * For one thread.
 *
 * @param <W> what is wanted
 * @param <S> the subscriptions
 */
final class Crowd<W, S> {
  private final W wish;
  private final Identity identity;
  private final List<S> members = new ArrayList<>(1);
  private @Nullable List<S> listed;

  Crowd(W wish, Identity identity) {
    this.wish = wish;
    this.identity = identity;
  }

  W wish() {
    return wish;
  }

  Identity identity() {
    return identity;
  }

  /** In the order in which they came; the list stays as it is when some come or go. */
  List<S> members() {
    List<S> all = listed;
    if (all == null) {
      all = List.copyOf(members);
      listed = all;
    }
    return all;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  void add(S member) {
    members.add(member);
    listed = null;
  }

  void remove(S member) {
    members.remove(member);
    listed = null;
  }
}
