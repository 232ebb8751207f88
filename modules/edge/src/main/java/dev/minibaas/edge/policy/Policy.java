package dev.minibaas.edge.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the file says.
 *
 * @param routes of all services, in the order of the file
 */
public record Policy(List<Route> routes, List<Consumer> consumers, List<ScopedPlugin> plugins) {

  /** A route: some path prefixes of a service, perhaps for some methods or hosts only. */
  public record Route(
      String name, String service, List<String> paths, List<String> methods, List<String> hosts) {}

  /** Who a key belongs to. */
  public record Consumer(
      String username, @Nullable String id, List<String> keys, List<String> groups) {

    /** Whether a plugin's reference means this consumer. */
    public boolean isCalled(String reference) {
      return reference.equals(username) || reference.equals(id);
    }
  }

  /**
   * A plugin and what it applies to; null stands for any.
   *
   * @param consumer its username
   */
  public record ScopedPlugin(
      Plugin plugin,
      @Nullable String service,
      @Nullable String route,
      @Nullable String consumer,
      String where) {

    public boolean covers(@Nullable Route on, @Nullable Consumer by) {
      return (service == null || (on != null && service.equals(on.service())))
          && (route == null || (on != null && route.equals(on.name())))
          && (consumer == null || (by != null && consumer.equals(by.username())));
    }

    /** Kong's precedence: of two that cover a request, the greater one applies. */
    public int precedence() {
      int scopes = (consumer == null ? 0 : 4) + (route == null ? 0 : 2) + (service == null ? 0 : 1);
      return switch (scopes) {
        case 3 -> 4;
        case 4 -> 3;
        default -> scopes;
      };
    }
  }
}
