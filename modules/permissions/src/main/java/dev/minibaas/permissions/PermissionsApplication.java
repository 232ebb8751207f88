package dev.minibaas.permissions;

import dev.minibaas.platform.error.EnvelopeMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** All paths of the WAR, whose context root is {@code /permissions/v1}. */
@ApplicationPath("/")
public class PermissionsApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        CheckResource.class,
        UserRolesResource.class,
        RolesResource.class,
        PoliciesResource.class,
        EnvelopeMapper.class);
  }
}
