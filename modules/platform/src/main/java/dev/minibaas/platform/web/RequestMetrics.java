package dev.minibaas.platform.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.jspecify.annotations.Nullable;

/**
 * {@code http_request_duration_seconds{method,route,status_code}}. The route is the service's path,
 * or what the service says of it: never text of the client's, which would have no bound.
 */
@ApplicationScoped
public class RequestMetrics {
  private static final String ROUTE = RequestMetrics.class.getName() + ".route";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Metadata METADATA =
      Metadata.builder()
          .withName("http_request_duration_seconds")
          .withDescription("Duration of HTTP requests")
          .withUnit("seconds")
          .build();

  private record Key(String method, String route, int status) {}

  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private @Nullable MetricRegistry registry;

  /** For the container's proxies. */
  protected RequestMetrics() {}

  @Inject
  public RequestMetrics(Instance<MetricRegistry> registries) {
    this.registry = registries.isResolvable() ? registries.get() : null;
  }

  /** Names the route of a request, out of a bounded set. */
  public static void route(HttpServletRequest request, String route) {
    request.setAttribute(ROUTE, route);
  }

  void record(HttpServletRequest request, int status, long nanos) {
    MetricRegistry target = registry;
    if (target == null) {
      return;
    }
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
    String route =
        request.getAttribute(ROUTE) instanceof String named ? named : request.getContextPath();
    timers
        .computeIfAbsent(new Key(method, route, status), key -> timer(target, key))
        .update(Duration.ofNanos(nanos));
  }

  private static Timer timer(MetricRegistry registry, Key key) {
    return registry.timer(
        METADATA,
        new Tag("method", key.method),
        new Tag("route", key.route),
        new Tag("status_code", Integer.toString(key.status)));
  }
}
