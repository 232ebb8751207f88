package dev.minibaas.realtime.hub;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes events to their receivers. What comes to the same crowds one after the other goes to each
 * of their members at once, in order: with thousands of them it is their places in memory that
 * cost, and each is looked up once. What one receiver does about it is nobody else's matter.
 */
final class Deliveries {
  private static final Logger LOG = Log.of(Deliveries.class);

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
    if (!run.isEmpty()) {
      rows(run.getFirst().rows());
      listeners(run.getFirst().listeners());
      run.clear();
    }
  }

  private void rows(List<Crowd<ChangesRequest, RowSubscription>> crowds) {
    boolean areAllAlone = true;
    for (int i = 0; i < crowds.size(); i++) {
      for (RowSubscription subscription : crowds.get(i).members()) {
        if (subscription.alone) {
          tell(subscription, i);
        } else {
          areAllAlone = false;
        }
      }
    }
    if (!areAllAlone) {
      run.forEach(Deliveries::tellSeveral);
    }
  }

  private void tell(RowSubscription subscription, int crowd) {
    for (Seen seen : run) {
      tell(subscription.receiver(), seen.views().get(crowd), List.of(subscription));
    }
  }

  private static void tell(RowReceiver receiver, ChangeView view, List<RowSubscription> matched) {
    try {
      receiver.changed(view, matched);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a change could not be told, the client is told of a gap", e);
      receiver.gap();
    }
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
    several.forEach((receiver, those) -> tell(receiver, those.view, those.matched));
  }

  private void listeners(List<Crowd<TopicWish, TopicSubscription>> crowds) {
    for (int i = 0; i < crowds.size(); i++) {
      for (TopicSubscription listener : crowds.get(i).members()) {
        tell(listener, i);
      }
    }
  }

  private void tell(TopicSubscription listener, int crowd) {
    for (Seen seen : run) {
      TopicEvent event = seen.events().get(crowd);
      boolean fed = event.position().compareTo(listener.fedUpTo) <= 0;
      if (listener.live && !fed && !takes(listener, event)) {
        refused.accept(listener, seen.previous());
      }
    }
  }

  private static boolean takes(TopicSubscription listener, TopicEvent event) {
    try {
      return listener.receiver().event(event);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "an event could not be told, it is tried again out of the log", e);
      return false;
    }
  }
}
