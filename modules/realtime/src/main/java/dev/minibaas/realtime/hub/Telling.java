package dev.minibaas.realtime.hub;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Position;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells one receiver something. What goes wrong with it is nobody else's matter. */
final class Telling {
  private static final Logger LOG = Log.of(Telling.class);

  private Telling() {}

  static void change(RowReceiver receiver, RowView view, List<RowSubscription> matched) {
    try {
      receiver.changed(view, matched);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a change could not be told, the client is told of a gap", e);
      gap(receiver);
    }
  }

  static void gap(RowReceiver receiver) {
    try {
      receiver.gap();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a client could not be told of a gap", e);
    }
  }

  /** Returns whether it was taken; if not, it is to come again out of the log. */
  static boolean event(TopicSubscription subscription, TopicEvent event) {
    try {
      return subscription.receiver().event(event);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "an event could not be told, it is tried again out of the log", e);
      return false;
    }
  }

  static void gap(TopicSubscription subscription, @Nullable Position after, Position until) {
    try {
      subscription.receiver().gap(after, until);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a client could not be told of a gap", e);
    }
  }
}
