package dev.minibaas.edge.policy;

import dev.minibaas.edge.policy.Policy.Consumer;
import dev.minibaas.edge.policy.Policy.Route;
import dev.minibaas.edge.policy.Policy.ScopedPlugin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must hold between the entries of a policy: names are unique, references lead somewhere. */
record PolicyRules(
    List<Route> routes,
    List<Consumer> consumers,
    List<ScopedPlugin> plugins,
    Set<String> services) {

  void check() {
    unique("route", routes.stream().map(Route::name).toList());
    unique("consumer", consumers.stream().map(Consumer::username).toList());
    checkKeys();
    Set<String> places = new HashSet<>();
    for (ScopedPlugin plugin : plugins) {
      checkReferences(plugin);
      checkConsumerScope(plugin);
      if (!places.add(place(plugin))) {
        throw new InvalidPolicy(plugin.where() + " is there twice for the same scope");
      }
    }
  }

  private static void unique(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new InvalidPolicy("there are two entries for the " + what + " \"" + name + "\"");
      }
    }
  }

  private void checkKeys() {
    Set<String> seen = new HashSet<>();
    for (Consumer consumer : consumers) {
      for (String key : consumer.keys()) {
        if (key.isEmpty() || !seen.add(key)) {
          throw new InvalidPolicy(
              "the consumer \"" + consumer.username() + "\" has a key that is empty or taken");
        }
      }
    }
  }

  private void checkReferences(ScopedPlugin plugin) {
    require(plugin, "service", plugin.service(), services::contains);
    require(
        plugin,
        "route",
        plugin.route(),
        name -> routes.stream().anyMatch(route -> route.name().equals(name)));
    require(
        plugin,
        "consumer",
        plugin.consumer(),
        name -> consumers.stream().anyMatch(consumer -> consumer.username().equals(name)));
    if (plugin.plugin() instanceof Plugin.KeyAuth keyAuth) {
      require(
          plugin,
          "consumer (anonymous)",
          keyAuth.anonymous(),
          name -> consumers.stream().anyMatch(consumer -> consumer.isCalled(name)));
    }
  }

  private static void require(
      ScopedPlugin plugin, String what, @Nullable String name, Predicate<String> exists) {
    if (name != null && !exists.test(name)) {
      throw new InvalidPolicy(
          plugin.where() + " refers to the " + what + " \"" + name + "\", which doesn't exist");
    }
  }

  private static void checkConsumerScope(ScopedPlugin plugin) {
    boolean runsBeforeAConsumerIsKnown =
        switch (plugin.plugin()) {
          case Plugin.KeyAuth k -> true;
          case Plugin.Cors c -> true;
          case Plugin.CorrelationId c -> true;
          case Plugin.Acl a -> true;
          case Plugin.RateLimiting r -> false;
          case Plugin.RequestSizeLimiting r -> false;
          case Plugin.RequestTransformer r -> false;
          case Plugin.ResponseTransformer r -> false;
          case Plugin.IpRestriction i -> false;
        };
    if (runsBeforeAConsumerIsKnown && plugin.consumer() != null) {
      throw new InvalidPolicy(plugin.where() + " can't be bound to a consumer");
    }
  }

  private static String place(ScopedPlugin plugin) {
    return plugin.plugin().getClass().getSimpleName()
        + " service="
        + plugin.service()
        + " route="
        + plugin.route()
        + " consumer="
        + plugin.consumer();
  }
}
