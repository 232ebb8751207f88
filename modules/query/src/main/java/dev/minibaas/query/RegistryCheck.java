package dev.minibaas.query;

import dev.minibaas.query.registration.RegistryCalls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the registry isn't known to be down. */
@Readiness
@ApplicationScoped
public class RegistryCheck implements HealthCheck {
  @Inject private RegistryCalls calls;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("query-registry").status(!calls.isLeftAlone()).build();
  }
}
