package dev.minibaas.realtime.postgres;

/**
 * Thrown by a listener that has lost what it was told, or that can't yet say how far it is: the
 * source begins again.
 */
public final class TellAgain extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TellAgain(String reason) {
    super(reason);
  }
}
