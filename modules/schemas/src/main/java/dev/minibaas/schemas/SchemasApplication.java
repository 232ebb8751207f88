package dev.minibaas.schemas;

import dev.minibaas.platform.error.EnvelopeMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** All paths of the WAR, whose context root is {@code /schemas/v1}. */
@ApplicationPath("/")
public class SchemasApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(SchemasResource.class, EnvelopeMapper.class);
  }
}
