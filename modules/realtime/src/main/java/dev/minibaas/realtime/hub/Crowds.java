package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Identity;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** All subscriptions of one kind, in crowds. For one thread. */
final class Crowds<W, S> {
  private final Map<Place<W>, Crowd<W, S>> crowds = new HashMap<>();
  private final Set<S> all = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Consumer<Crowd<W, S>> enter;
  private final Consumer<Crowd<W, S>> leave;

  private record Place<W>(W wish, Identity identity) {}

  /**
   * @param enter puts a new crowd where events find it, or throws
   * @param leave takes an empty one from there
   */
  Crowds(Consumer<Crowd<W, S>> enter, Consumer<Crowd<W, S>> leave) {
    this.enter = enter;
    this.leave = leave;
  }

  Collection<S> all() {
    return all;
  }

  void add(W wish, Identity identity, S member) {
    var place = new Place<>(wish, identity);
    Crowd<W, S> crowd = crowds.get(place);
    if (crowd == null) {
      crowd = new Crowd<>(wish, identity);
      enter.accept(crowd);
      crowds.put(place, crowd);
    }
    if (all.add(member)) {
      crowd.add(member);
    }
  }

  /** Whether it was there. */
  boolean remove(W wish, Identity identity, S member) {
    var place = new Place<>(wish, identity);
    Crowd<W, S> crowd = crowds.get(place);
    if (crowd == null || !all.remove(member)) {
      return false;
    }
    crowd.remove(member);
    if (crowd.isEmpty()) {
      crowds.remove(place);
      leave.accept(crowd);
    }
    return true;
  }
}
