package dev.minibaas.registry;

import dev.minibaas.platform.caller.RolesAllowedFeature;
import dev.minibaas.platform.error.EnvelopeMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** All paths of the WAR, whose context root is {@code /admin/v1}. */
@ApplicationPath("/")
public class RegistryApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        DatabasesResource.class,
        ConnectResource.class,
        VaultResource.class,
        RolesAllowedFeature.class,
        EnvelopeMapper.class);
  }
}
