package dev.minibaas.realtime.own;

/**
 * How much a message may bring.
 *
 * @param payloadBytes of a published payload, as UTF-8
 * @param batchEvents of one REST batch
 * @param subscriptions of one connection, and so of one SUBSCRIBE_BATCH
 */
public record Limits(int payloadBytes, int batchEvents, int subscriptions) {
  public static final Limits DEFAULT = new Limits(65_536, 1_000, 200);

  /** Of a token: a header of this size would be refused, too. */
  static final int TOKEN = 16_384;

  /** Of names that clients choose. */
  static final int NAME = 255;

  public Limits {
    if (payloadBytes < 1 || batchEvents < 1 || subscriptions < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}
