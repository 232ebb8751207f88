package dev.minibaas.schemas;

import dev.minibaas.platform.sql.ServiceTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers. */
@Readiness
@ApplicationScoped
public class SchemasDatabaseCheck implements HealthCheck {
  private static final int SECONDS = 2;

  @Inject private ServiceTransactions transactions;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("schemas-database")
        .status(transactions.isAlive(SECONDS))
        .build();
  }
}
