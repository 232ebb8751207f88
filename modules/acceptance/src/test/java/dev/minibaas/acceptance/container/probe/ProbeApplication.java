package dev.minibaas.acceptance.container.probe;

import dev.minibaas.platform.caller.RolesAllowedFeature;
import dev.minibaas.platform.error.EnvelopeMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

@ApplicationPath("/api")
public class ProbeApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(ProbeResource.class, EnvelopeMapper.class, RolesAllowedFeature.class);
  }
}
