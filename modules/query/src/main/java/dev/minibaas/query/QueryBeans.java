package dev.minibaas.query;

import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.settings.ServiceSettings;
import dev.minibaas.query.database.Databases;
import dev.minibaas.query.database.Eviction;
import dev.minibaas.query.federation.Federation;
import dev.minibaas.query.federation.Trino;
import dev.minibaas.query.registration.Breaker;
import dev.minibaas.query.registration.Registry;
import dev.minibaas.query.registration.RegistryCalls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Puts the service together: what it is made of is made here, once. */
@ApplicationScoped
public class QueryBeans {
  private static final Logger LOG = Log.of(QueryBeans.class);
  private static final Duration TRINO_TIMEOUT = Duration.ofSeconds(120);
  private static final int TRINO_MAX_ROWS = 1000;

  /** Unusable settings stop the start, not the first request. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      QueryConfig config,
      Eviction eviction) {
    eviction.start();
    LOG.log(Level.INFO, "registrations come from {0}", config.registry().url());
  }

  @Produces
  @Singleton
  QueryConfig config() {
    return ServiceSettings.load(QueryConfig::from);
  }

  @Produces
  @Singleton
  Authentication authentication(QueryConfig config) {
    return config.callers().authentication();
  }

  @Produces
  @Singleton
  QueryMetrics metrics(Instance<MetricRegistry> registries) {
    return new QueryMetrics(registries.isResolvable() ? registries.get() : null);
  }

  private static Breaker breaker(QueryConfig config) {
    var breaker = config.breaker();
    return new Breaker(breaker.failures(), breaker.successes(), breaker.open(), Clock.systemUTC());
  }

  @Produces
  @Singleton
  RegistryCalls registryCalls(QueryConfig config, QueryMetrics metrics) {
    var registry = config.registry();
    return new RegistryCalls(
        registry.url(),
        registry.token(),
        registry.timeout(),
        registry.retries(),
        breaker(config),
        event -> metrics.breaker("registry", event));
  }

  void stop(@Disposes RegistryCalls calls) {
    calls.close();
  }

  @Produces
  @Singleton
  Databases databases(QueryConfig config, QueryMetrics metrics) {
    var pools = config.pools();
    Databases databases =
        new Databases(
            new Targets(config.targets()),
            pools.idle(),
            pools.maxOpen(),
            pools.maxBytes(),
            () -> breaker(config),
            event -> metrics.breaker("database", event));
    metrics.gauges(databases::count, databases::connections);
    return databases;
  }

  void stop(@Disposes Databases databases) {
    databases.close();
  }

  @Produces
  @Singleton
  Eviction eviction(Databases databases) {
    return new Eviction(databases);
  }

  void stop(@Disposes Eviction eviction) {
    eviction.close();
  }

  @Produces
  @Singleton
  Registry registry(
      QueryConfig config, RegistryCalls calls, Databases databases, QueryMetrics metrics) {
    var registry = config.registry();
    return new Registry(
        calls, registry.fresh(), registry.maxEntries(), databases::close, metrics::lookUp);
  }

  @Produces
  @Singleton
  FederatedSql federatedSql(QueryConfig config, Registry registry) {
    return new FederatedSql(
        config
            .trino()
            .map(url ->
                new Federation(
                    new Trino(url, TRINO_TIMEOUT, TRINO_MAX_ROWS),
                    registry,
                    new Targets(config.targets()))));
  }

  @Produces
  @Singleton
  QueryPlane plane(Registry registry, Databases databases, QueryMetrics metrics) {
    return new QueryPlane(registry, databases, metrics);
  }
}
