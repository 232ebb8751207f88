package dev.minibaas.registry;

import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.ServiceToken;
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
public class RegistryBeans {
  @Resource(lookup = "jdbc/minibaas/registry")
  private @Nullable DataSource dataSource;

  /** Unusable settings stop the start, not the first request. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      RegistryConfig config,
      Connections connections) {
    // injected, so that both were read
  }

  @Produces
  @Singleton
  RegistryConfig config() {
    return ServiceSettings.load(RegistryConfig::from);
  }

  @Produces
  @Singleton
  Connections connections() {
    return new Connections(new Targets(ServiceSettings.load(TargetPolicy::from)));
  }

  @Produces
  @Singleton
  Authentication authentication(RegistryConfig config) {
    return config.callers().authentication();
  }

  @Produces
  @Singleton
  ServiceToken serviceToken(RegistryConfig config) {
    return new ServiceToken(config.serviceToken());
  }

  @Produces
  @Singleton
  ServiceTransactions transactions() {
    if (dataSource == null) {
      throw new IllegalStateException("no data source jdbc/minibaas/registry");
    }
    return new ServiceTransactions(dataSource);
  }

  @Produces
  @Singleton
  Vault vault(RegistryConfig config) {
    return new Vault(config);
  }

  @Produces
  @Singleton
  VaultRotation rotation(ServiceTransactions transactions, Vault vault) {
    return new VaultRotation(transactions, vault);
  }

  @Produces
  @Singleton
  Databases databases(ServiceTransactions transactions, Vault vault, Connections connections) {
    return new Databases(transactions, vault, connections);
  }
}
