package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Takes events to their receivers. What comes to the same crowds one after the other goes to some
 * of their members, then to the next ones, to each in order: with thousands of them it is the way
 * to their places in memory that costs, and it is gone once.
 */
final class Deliveries {
  /** As many members as fit the first cache of a processor; measured, see docs/performance.md. */
  private static final int AT_ONCE = 32;

  /** A subscription that didn't take an event, and the position before the event. */
  private final BiConsumer<TopicSubscription, Position> refused;

  /** All for the same crowds. */
  private final List<Seen> run = new ArrayList<>();

  Deliveries(BiConsumer<TopicSubscription, Position> refused) {
    this.refused = refused;
  }

  void add(Seen seen) {
    if (!run.isEmpty() && !run.getLast().isForTheSameAs(seen)) {
      finish();
    }
    run.add(seen);
  }

  /** What was added has gone out when this returns. */
  void finish() {
    if (run.isEmpty()) {
      return;
    }
    try {
      rows(run.getFirst().rows());
      listeners(run.getFirst().listeners());
    } finally {
      run.clear();
    }
  }

  private void rows(List<Crowd<ChangesRequest, RowSubscription>> crowds) {
    boolean areAllAlone = true;
    for (int i = 0; i < crowds.size(); i++) {
      List<RowSubscription> all = crowds.get(i).members();
      for (int from = 0; from < all.size(); from += AT_ONCE) {
        List<RowSubscription> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
        for (Seen seen : run) {
          areAllAlone &= tellRows(some, seen.views().get(i));
        }
      }
    }
    if (!areAllAlone) {
      run.forEach(Deliveries::tellSeveral);
    }
  }

  /** Returns whether that were all. */
  private static boolean tellRows(List<RowSubscription> some, ChangeView view) {
    boolean areAllAlone = true;
    for (RowSubscription subscription : some) {
      if (subscription.alone) {
        Telling.change(subscription.receiver(), view, List.of(subscription));
      } else {
        areAllAlone = false;
      }
    }
    return areAllAlone;
  }

  /** What one receiver has subscribed to more than once, as one identity. */
  private record Several(ChangeView view, List<RowSubscription> matched) {}

  /** Those who have several subscriptions are told of a change once, with all that match. */
  private static void tellSeveral(Seen seen) {
    Map<RowReceiver, Several> several = new LinkedHashMap<>();
    for (int i = 0; i < seen.rows().size(); i++) {
      ChangeView view = seen.views().get(i);
      for (RowSubscription subscription : seen.rows().get(i).members()) {
        if (!subscription.alone) {
          several
              .computeIfAbsent(
                  subscription.receiver(), any -> new Several(view, new ArrayList<>(2)))
              .matched
              .add(subscription);
        }
      }
    }
    several.forEach((receiver, those) -> Telling.change(receiver, those.view, those.matched));
  }

  private void listeners(List<Crowd<TopicWish, TopicSubscription>> crowds) {
    for (int i = 0; i < crowds.size(); i++) {
      List<TopicSubscription> all = crowds.get(i).members();
      for (int from = 0; from < all.size(); from += AT_ONCE) {
        List<TopicSubscription> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
        for (Seen seen : run) {
          tell(some, seen.events().get(i), seen.previous());
        }
      }
    }
  }

  private void tell(List<TopicSubscription> some, TopicEvent event, Position previous) {
    for (TopicSubscription listener : some) {
      boolean fed = event.position().compareTo(listener.fedUpTo) <= 0;
      if (listener.live && !fed && !Telling.event(listener, event)) {
        refused.accept(listener, previous);
      }
    }
  }
}
