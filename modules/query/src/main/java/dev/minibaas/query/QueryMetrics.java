package dev.minibaas.query;

import dev.minibaas.engines.target.EngineKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.jspecify.annotations.Nullable;

/** The service's own metrics, all of them with labels out of bounded sets. */
final class QueryMetrics {
  private static final Metadata PHASES =
      Metadata.builder()
          .withName("query_router_phase_duration_seconds")
          .withDescription("Time of a request's phases")
          .withUnit("seconds")
          .build();

  private record PhaseKey(String phase, EngineKind engine, String action) {}

  private record RequestKey(EngineKind engine, String action, String status) {}

  private final @Nullable MetricRegistry registry;
  private final Map<PhaseKey, Timer> phases = new ConcurrentHashMap<>();
  private final Map<RequestKey, Counter> requests = new ConcurrentHashMap<>();

  QueryMetrics(@Nullable MetricRegistry registry) {
    this.registry = registry;
  }

  void phase(String phase, EngineKind engine, String action, long nanos) {
    MetricRegistry target = registry;
    if (target != null) {
      phases
          .computeIfAbsent(
              new PhaseKey(phase, engine, action),
              key ->
                  target.timer(
                      PHASES,
                      new Tag("phase", phase),
                      new Tag("engine", engine.text()),
                      new Tag("action", action)))
          .update(Duration.ofNanos(nanos));
    }
  }

  void request(EngineKind engine, String action, String status) {
    MetricRegistry target = registry;
    if (target != null) {
      requests
          .computeIfAbsent(
              new RequestKey(engine, action, status),
              key ->
                  target.counter(
                      "query_router_requests_total",
                      new Tag("engine", engine.text()),
                      new Tag("action", action),
                      new Tag("status", status)))
          .inc();
    }
  }

  void lookUp(boolean isFresh) {
    count(
        "query_router_cache_events_total", "cache", "adapter", "result", isFresh ? "hit" : "miss");
  }

  void breaker(String circuit, String event) {
    count("query_router_circuit_breaker_events_total", "circuit", circuit, "event", event);
  }

  private void count(String name, String label, String value, String other, String otherValue) {
    MetricRegistry target = registry;
    if (target != null) {
      target.counter(name, new Tag(label, value), new Tag(other, otherValue)).inc();
    }
  }

  void gauges(Supplier<Integer> databases, Supplier<Integer> connections) {
    MetricRegistry target = registry;
    if (target != null) {
      target.gauge("query_router_open_databases", databases);
      target.gauge("query_router_open_connections", connections);
    }
  }
}
