package dev.minibaas.schemas;

import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.settings.ServiceSettings;
import dev.minibaas.platform.sql.ServiceTransactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts the service together. */
@ApplicationScoped
public class SchemasBeans {
  @Resource(lookup = "jdbc/minibaas/schemas")
  private @Nullable DataSource dataSource;

  /** Unusable settings stop the start, not the first request. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      SchemasConfig config,
      Targets targets) {
    // injected, so that both were read
  }

  @Produces
  @Singleton
  SchemasConfig config() {
    return ServiceSettings.load(SchemasConfig::from);
  }

  @Produces
  @Singleton
  Targets targets() {
    return new Targets(ServiceSettings.load(TargetPolicy::from));
  }

  @Produces
  @Singleton
  Authentication authentication(SchemasConfig config) {
    return config.callers().authentication();
  }

  @Produces
  @Singleton
  ServiceTransactions transactions() {
    if (dataSource == null) {
      throw new IllegalStateException("no data source jdbc/minibaas/schemas");
    }
    return new ServiceTransactions(dataSource);
  }

  @Produces
  @Singleton
  Schemas schemas(ServiceTransactions transactions, SchemasConfig config, Targets targets) {
    return new Schemas(transactions, new Registry(config)::find, targets);
  }
}
