package dev.minibaas.rest.http;

import java.util.Locale;

/** How long each stage took: the Server-Timing header. */
final class Timing {
  private final StringBuilder header = new StringBuilder();
  private long last = System.nanoTime();

  Timing(long tokenNanos) {
    append("jwt", tokenNanos);
  }

  /** The stage that has just ended. */
  void ended(String stage) {
    long now = System.nanoTime();
    append(stage, now - last);
    last = now;
  }

  private void append(String stage, long nanos) {
    header.append(header.isEmpty() ? "" : ", ").append(stage).append(";dur=");
    header.append(String.format(Locale.ROOT, "%.1f", nanos / 1e6));
  }

  String header() {
    return header.toString();
  }
}
