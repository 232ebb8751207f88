package dev.minibaas.permissions;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.settings.ServiceSettings;
import dev.minibaas.platform.sql.ServiceTransactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts the service together. */
@ApplicationScoped
public class PermissionsBeans {
  @Resource(lookup = "jdbc/minibaas/permissions")
  private @Nullable DataSource dataSource;

  /** Unusable settings stop the start, not the first request. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      PermissionsConfig config) {
    // injected, so that it was read
  }

  @Produces
  @Singleton
  PermissionsConfig config() {
    return ServiceSettings.load(PermissionsConfig::from);
  }

  @Produces
  @Singleton
  Authentication authentication(PermissionsConfig config) {
    return config.callers().authentication();
  }

  @Produces
  @Singleton
  ServiceTransactions transactions() {
    if (dataSource == null) {
      throw new IllegalStateException("no data source jdbc/minibaas/permissions");
    }
    return new ServiceTransactions(dataSource);
  }

  @Produces
  @Singleton
  Decisions decisions(ServiceTransactions transactions) {
    return new Decisions(transactions, Clock.systemUTC());
  }

  @Produces
  @Singleton
  Roles roles(ServiceTransactions transactions) {
    return new Roles(transactions, Clock.systemUTC());
  }

  @Produces
  @Singleton
  Policies policies(ServiceTransactions transactions) {
    return new Policies(transactions);
  }
}
