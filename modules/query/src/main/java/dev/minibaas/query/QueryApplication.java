package dev.minibaas.query;

import dev.minibaas.platform.error.EnvelopeMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** All paths of the WAR, whose context root is {@code /query/v1}. */
@ApplicationPath("/")
public class QueryApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(TablesResource.class, SqlResource.class, EnvelopeMapper.class);
  }
}
