package dev.minibaas.auth;

import dev.minibaas.auth.sql.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers. */
@Readiness
@ApplicationScoped
public class AuthDatabaseCheck implements HealthCheck {
  private static final int SECONDS = 2;

  @Inject private Transactions transactions;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("auth-database").status(transactions.isAlive(SECONDS)).build();
  }
}
