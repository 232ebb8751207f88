package dev.minibaas.acceptance.container.probe;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A readiness check that fails when it is told to. */
@Readiness
@ApplicationScoped
public class Switch implements HealthCheck {
  public static final String NAME = "probe-switch";

  private volatile boolean ready = true;

  void set(boolean value) {
    ready = value;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named(NAME).status(ready).build();
  }
}
