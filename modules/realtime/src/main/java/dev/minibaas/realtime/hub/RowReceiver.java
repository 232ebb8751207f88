package dev.minibaas.realtime.hub;

import java.util.List;

/** A channel of a client. It is told on the hub's thread, in order, and must not wait. */
public interface RowReceiver {
  /**
   * @param matched the receiver's subscriptions that want it; not empty, and of one identity
   * @param view what of it may be seen
   */
  void changed(RowView view, List<RowSubscription> matched);

  /** Changes may be missing before the next one. */
  void gap();
}
