package dev.minibaas.permissions;

import dev.minibaas.platform.sql.ServiceTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers. */
@Readiness
@ApplicationScoped
public class PermissionsDatabaseCheck implements HealthCheck {
  private static final int SECONDS = 2;

  @Inject private ServiceTransactions transactions;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("permissions-database")
        .status(transactions.isAlive(SECONDS))
        .build();
  }
}
