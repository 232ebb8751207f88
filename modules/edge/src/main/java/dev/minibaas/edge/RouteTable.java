package dev.minibaas.edge;

import dev.minibaas.edge.policy.Policy.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request: of those that match, the most specific as Kong orders them.
 *
 * <p>The path is the one by which the container chose the web application and its servlet (context
 * path, servlet path, path info), not the raw URI: dots, double slashes, parameters and encodings
 * are resolved there already, so no spelling of a path can mean one thing here and another there.
 *
 * @param <T> what a route leads to
 */
final class RouteTable<T> {
  /**
   * One path of a route.
   *
   * @param rest what must follow the context path; empty when the context path says it all
   */
  private record Entry<T>(Route route, String path, String rest, T target) {

    int attributes() {
      return 1 + (route.methods().isEmpty() ? 0 : 1) + (route.hosts().isEmpty() ? 0 : 1);
    }

    boolean matches(HttpServletRequest request) {
      return (rest.isEmpty() || begins(request))
          && (route.methods().isEmpty() || route.methods().contains(request.getMethod()))
          && (route.hosts().isEmpty() || route.hosts().contains(request.getServerName()));
    }

    private boolean begins(HttpServletRequest request) {
      String servlet = request.getServletPath();
      String info = request.getPathInfo();
      if (servlet.length() >= rest.length() || info == null) {
        return servlet.startsWith(rest);
      }
      return rest.startsWith(servlet)
          && info.regionMatches(0, rest, servlet.length(), rest.length() - servlet.length());
    }
  }

  private final List<Entry<T>> entries = new ArrayList<>();
  private final String contextPath;

  /**
   * @param contextPath of the web application this runs in; only routes that can end there are kept
   */
  RouteTable(String contextPath) {
    this.contextPath = contextPath;
  }

  /** Adds a route; {@link #sort} must follow. */
  void add(Route route, T target) {
    for (String path : route.paths()) {
      if (contextPath.startsWith(path)) {
        entries.add(new Entry<>(route, path, "", target));
      } else if (path.startsWith(contextPath)) {
        entries.add(new Entry<>(route, path, path.substring(contextPath.length()), target));
      }
    }
  }

  /** Orders as Kong: more kinds of conditions first, then longer paths, then as in the file. */
  void sort() {
    entries.sort(
        Comparator.<Entry<T>>comparingInt(Entry::attributes)
            .thenComparingInt(entry -> entry.path().length())
            .reversed());
  }

  @Nullable T find(HttpServletRequest request) {
    for (int i = 0; i < entries.size(); i++) {
      Entry<T> entry = entries.get(i);
      if (entry.matches(request)) {
        return entry.target();
      }
    }
    return null;
  }
}
