package dev.minibaas.rest.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long each stage took: the Server-Timing header. */
final class Timing {
  private record Stage(String name, long nanos) {}

  private final List<Stage> stages = new ArrayList<>(5);
  private long last = System.nanoTime();

  Timing(long tokenNanos) {
    stages.add(new Stage("jwt", tokenNanos));
  }

  /** The stage that has just ended. */
  void ended(String stage) {
    long now = System.nanoTime();
    stages.add(new Stage(stage, now - last));
    last = now;
  }

  String header() {
    StringBuilder header = new StringBuilder();
    for (Stage stage : stages) {
      header.append(header.isEmpty() ? "" : ", ").append(stage.name()).append(";dur=");
      header.append(String.format(Locale.ROOT, "%.1f", stage.nanos() / 1e6));
    }
    return header.toString();
  }
}
