package dev.minibaas.realtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when changes are read, by this node or another one. */
@Readiness
@ApplicationScoped
public class RealtimeSourceCheck implements HealthCheck {
  @Inject private RealtimeModule module;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("realtime").status(module.isFollowing()).build();
  }
}
