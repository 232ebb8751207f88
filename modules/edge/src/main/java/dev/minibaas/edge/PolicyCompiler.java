package dev.minibaas.edge;

import dev.minibaas.edge.http.RequestRules;
import dev.minibaas.edge.http.ResponseRules;
import dev.minibaas.edge.policy.Header;
import dev.minibaas.edge.policy.Plugin;
import dev.minibaas.edge.policy.Policy;
import dev.minibaas.edge.policy.Policy.Consumer;
import dev.minibaas.edge.policy.Policy.Route;
import dev.minibaas.edge.policy.Policy.ScopedPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out beforehand which plugins apply to whom, so that a request only walks through them. */
final class PolicyCompiler implements AutoCloseable {
  private final Policy policy;
  private final Map<ScopedPlugin, RateLimit> rateLimits = new IdentityHashMap<>();
  private final Map<ScopedPlugin, RequestIds> requestIds = new IdentityHashMap<>();

  PolicyCompiler(Policy policy) {
    this.policy = policy;
  }

  /**
   * @param route null: what applies where no route does
   */
  RoutePolicy compile(@Nullable Route route) {
    RequestIds ids =
        find(Plugin.CorrelationId.class, route, null)
            .map(scoped -> requestIds.computeIfAbsent(scoped, PolicyCompiler::newIds))
            .orElseGet(RequestIds::standard);
    CorsRules cors = config(Plugin.Cors.class, route, null).map(CorsRules::new).orElse(null);
    KeyCheck keys =
        config(Plugin.KeyAuth.class, route, null)
            .map(config -> new KeyCheck(config, policy.consumers()))
            .orElse(null);
    List<ConsumerPolicy> ofConsumers = new ArrayList<>();
    for (Consumer consumer : policy.consumers()) {
      ofConsumers.add(compile(route, consumer, ids, cors, keys));
    }
    return new RoutePolicy(
        ids, cors, keys, compile(route, null, ids, cors, keys), List.copyOf(ofConsumers));
  }

  private ConsumerPolicy compile(
      @Nullable Route route,
      @Nullable Consumer consumer,
      RequestIds ids,
      @Nullable CorsRules cors,
      @Nullable KeyCheck keys) {
    RateLimit rateLimit =
        find(Plugin.RateLimiting.class, route, consumer)
            .map(scoped -> rateLimits.computeIfAbsent(scoped, PolicyCompiler::newRateLimit))
            .orElse(null);
    Plugin.RequestTransformer onRequest =
        config(Plugin.RequestTransformer.class, route, consumer)
            .orElseGet(() -> new Plugin.RequestTransformer(List.of(), List.of()));
    Plugin.ResponseTransformer onResponse =
        config(Plugin.ResponseTransformer.class, route, consumer)
            .orElseGet(() -> new Plugin.ResponseTransformer(List.of(), List.of()));
    return new ConsumerPolicy(
        consumer,
        config(Plugin.IpRestriction.class, route, consumer).map(AddressRule::new).orElse(null),
        config(Plugin.RequestSizeLimiting.class, route, consumer).orElse(null),
        config(Plugin.Acl.class, route, consumer).map(GroupRule::new).orElse(null),
        rateLimit,
        onResponse.addHeaders(),
        requestRules(onRequest, ids, keys),
        responseRules(onResponse, ids, cors, rateLimit));
  }

  private static RequestRules requestRules(
      Plugin.RequestTransformer transformer, RequestIds ids, @Nullable KeyCheck keys) {
    List<String> hidden = new ArrayList<>(transformer.removeHeaders());
    if (keys != null) {
      hidden.addAll(keys.hidden());
    }
    return RequestRules.of(ids.header(), hidden, transformer.addHeaders());
  }

  private static ResponseRules responseRules(
      Plugin.ResponseTransformer transformer,
      RequestIds ids,
      @Nullable CorsRules cors,
      @Nullable RateLimit rateLimit) {
    List<String> owned = new ArrayList<>(transformer.removeHeaders());
    owned.add("Via");
    if (ids.echo()) {
      owned.add(ids.header());
    }
    if (cors != null) {
      owned.addAll(cors.ownedHeaders());
    }
    if (rateLimit != null) {
      owned.addAll(rateLimit.ownedHeaders());
    }
    return ResponseRules.of(owned, transformer.addHeaders().stream().map(Header::name).toList());
  }

  private <P extends Plugin> Optional<P> config(
      Class<P> type, @Nullable Route route, @Nullable Consumer consumer) {
    return find(type, route, consumer).map(scoped -> type.cast(scoped.plugin()));
  }

  private Optional<ScopedPlugin> find(
      Class<? extends Plugin> type, @Nullable Route route, @Nullable Consumer consumer) {
    return policy.plugins().stream()
        .filter(scoped -> type.isInstance(scoped.plugin()) && scoped.covers(route, consumer))
        .max(Comparator.comparingInt(ScopedPlugin::precedence));
  }

  private static RequestIds newIds(ScopedPlugin scoped) {
    return new RequestIds((Plugin.CorrelationId) scoped.plugin());
  }

  private static RateLimit newRateLimit(ScopedPlugin scoped) {
    String scope =
        text(scoped.service()) + ":" + text(scoped.route()) + ":" + text(scoped.consumer());
    return new RateLimit((Plugin.RateLimiting) scoped.plugin(), scope);
  }

  private static String text(@Nullable String name) {
    return name == null ? "" : name;
  }

  @Override
  public void close() {
    rateLimits.values().forEach(RateLimit::close);
  }
}
