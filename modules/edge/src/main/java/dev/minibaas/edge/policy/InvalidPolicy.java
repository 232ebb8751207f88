package dev.minibaas.edge.policy;

/** A policy that edge can't execute; the message names the line, the place and the reason. */
public final class InvalidPolicy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidPolicy(String message) {
    super(message);
  }
}
