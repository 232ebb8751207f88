package dev.minibaas.realtime.socket;

import java.util.Locale;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code realtime_connections}, {@code realtime_messages_total{protocol}} and {@code
 * realtime_closes_total{code}}.
 */
final class SocketMetrics {
  private static final int STANDARD_FIRST = 1000;
  private static final int STANDARD_LAST = 1015;
  private static final int OWN_FIRST = 4000;
  private static final int OWN_LAST = 4099;

  private final @Nullable MetricRegistry registry;

  /**
   * @param registry null where nothing is measured
   */
  SocketMetrics(@Nullable MetricRegistry registry, Supplier<Integer> connections) {
    this.registry = registry;
    if (registry != null) {
      registry.gauge("realtime_connections", connections);
    }
  }

  void message(Protocol protocol) {
    if (registry != null) {
      String name = protocol.name().toLowerCase(Locale.ROOT);
      registry.counter("realtime_messages_total", new Tag("protocol", name)).inc();
    }
  }

  void closed(int code) {
    if (registry != null) {
      registry.counter("realtime_closes_total", new Tag("code", label(code))).inc();
    }
  }

  /** Clients choose codes, so only the known ones have a label of their own. */
  private static String label(int code) {
    boolean known =
        (code >= STANDARD_FIRST && code <= STANDARD_LAST)
            || (code >= OWN_FIRST && code <= OWN_LAST);
    return known ? Integer.toString(code) : "other";
  }
}
