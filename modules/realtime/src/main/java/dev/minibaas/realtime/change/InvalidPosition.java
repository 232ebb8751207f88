package dev.minibaas.realtime.change;

/** A text that is no position of ours. */
public final class InvalidPosition extends RuntimeException {
  private static final int SHOWN = 80;

  InvalidPosition(String text) {
    super(message(text));
  }

  InvalidPosition(String text, Throwable cause) {
    super(message(text), cause);
  }

  private static String message(String text) {
    return "no position: " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
  }
}
