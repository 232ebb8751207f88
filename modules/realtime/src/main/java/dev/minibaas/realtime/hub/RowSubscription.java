package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.phoenix.ChangesRequest;

/** A wish for changes of rows. Two with the same parts are two. */
public final class RowSubscription {
  private final RowReceiver receiver;
  private final Identity identity;
  private final long id;
  private final ChangesRequest request;

  /** Whether the receiver has been given no other beside it; the hub's own. */
  boolean alone;

  /**
   * @param id what the client knows it by
   */
  public RowSubscription(RowReceiver receiver, Identity identity, long id, ChangesRequest request) {
    this.receiver = receiver;
    this.identity = identity;
    this.id = id;
    this.request = request;
  }

  public RowReceiver receiver() {
    return receiver;
  }

  public Identity identity() {
    return identity;
  }

  public long id() {
    return id;
  }

  public ChangesRequest request() {
    return request;
  }
}
