package dev.minibaas.rest.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as soon as there is a schema cache: before that every request is refused. */
@Readiness
@ApplicationScoped
public class SchemaReadiness implements HealthCheck {
  @Inject private RestModule module;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("rest-schema-cache").status(module.schema() != null).build();
  }
}
