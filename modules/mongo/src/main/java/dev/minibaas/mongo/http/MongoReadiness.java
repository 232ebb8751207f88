package dev.minibaas.mongo.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when MongoDB answers. */
@Readiness
@ApplicationScoped
public class MongoReadiness implements HealthCheck {
  @Inject private MongoModule module;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("mongo").status(module.connection().answers()).build();
  }
}
