package dev.minibaas.realtime.filter;

/** A filter that cannot be read; the message says why and is shown to the client. */
public final class InvalidFilter extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidFilter(String message) {
    super(message);
  }
}
