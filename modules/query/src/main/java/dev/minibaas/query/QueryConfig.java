package dev.minibaas.query;

import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.platform.caller.CallerConfig;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Every setting of the module. */
record QueryConfig(
    CallerConfig callers,
    RegistrySettings registry,
    BreakerSettings breaker,
    Pools pools,
    TargetPolicy targets,
    Optional<URI> trino) {
  private static final String FIX = "run scripts/generate-env, or set 32 random characters";

  /**
   * How the registry is asked.
   *
   * @param fresh how long an answer counts
   */
  record RegistrySettings(
      URI url, String token, Duration timeout, int retries, Duration fresh, int maxEntries) {
    @Override
    public String toString() {
      return "RegistrySettings[" + url + "]";
    }
  }

  /** When an upstream is left alone. */
  record BreakerSettings(int failures, int successes, Duration open) {}

  /**
   * What open databases may cost together.
   *
   * @param idle how long an unused connection stays
   * @param maxOpen how many databases are open at a time
   * @param maxBytes of an answer
   */
  record Pools(Duration idle, int maxOpen, long maxBytes) {}

  static QueryConfig from(Settings settings) {
    String trino = settings.text("TRINO_URL", "");
    return new QueryConfig(
        CallerConfig.from(settings),
        registry(settings),
        breaker(settings),
        new Pools(
            settings.seconds("QUERY_POOL_IDLE", 30, 1, 3600),
            settings.integer("QUERY_MAX_OPEN_DATABASES", 200, 1, 10_000),
            settings.integer("QUERY_MAX_RESULT_KB", 4096, 16, 65_536) * 1024L),
        TargetPolicy.from(settings),
        trino.isEmpty()
            ? Optional.empty()
            : Optional.of(settings.uri("TRINO_URL", "http://trino:8080")));
  }

  private static RegistrySettings registry(Settings settings) {
    settings.required(
        "ADAPTER_REGISTRY_URL", "the registry's address: http://registry:3020/admin/v1");
    return new RegistrySettings(
        settings.uri("ADAPTER_REGISTRY_URL", "http://registry:3020/admin/v1"),
        settings.secret("ADAPTER_REGISTRY_SERVICE_TOKEN", 32, FIX),
        millis(settings, "CONTROL_PLANE_TIMEOUT_MS", 2000, 60_000),
        settings.integer("CONTROL_PLANE_RETRY_ATTEMPTS", 2, 0, 10),
        millis(settings, "QUERY_ROUTER_ADAPTER_CACHE_TTL_MS", 30_000, 600_000),
        settings.integer("QUERY_ROUTER_CACHE_MAX_ENTRIES", 2000, 1, 1_000_000));
  }

  private static BreakerSettings breaker(Settings settings) {
    boolean enabled = settings.flag("QUERY_ROUTER_CIRCUIT_BREAKER_ENABLED", true);
    int failures = settings.integer("QUERY_ROUTER_CIRCUIT_BREAKER_FAILURES", 5, 1, 1000);
    return new BreakerSettings(
        enabled ? failures : Integer.MAX_VALUE,
        settings.integer("QUERY_ROUTER_CIRCUIT_BREAKER_SUCCESSES", 2, 1, 1000),
        millis(settings, "QUERY_ROUTER_CIRCUIT_BREAKER_OPEN_MS", 10_000, 600_000));
  }

  private static Duration millis(Settings settings, String name, int fallback, int max) {
    return Duration.ofMillis(settings.integer(name, fallback, 1, max));
  }
}
