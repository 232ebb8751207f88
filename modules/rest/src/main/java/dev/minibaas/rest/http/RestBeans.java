package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.platform.settings.ServiceSettings;
import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.schema.SchemaWatch;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Puts the service together on a server. */
@ApplicationScoped
public class RestBeans {
  @Resource(lookup = "jdbc/minibaas/rest")
  private @Nullable DataSource pool;

  @Produces
  @Singleton
  RestSettings settings() {
    Config config = ConfigProvider.getConfig();
    Set<String> names = new HashSet<>();
    config.getPropertyNames().forEach(names::add);
    RestConfig.Environment environment =
        new RestConfig.Environment(
            names, name -> config.getOptionalValue(name, String.class).orElse(null));
    return ServiceSettings.load(settings -> RestSettings.from(settings, environment));
  }

  @Produces
  @Singleton
  RestModule module(RestSettings settings) {
    if (pool == null) {
      throw new IllegalStateException("no data source jdbc/minibaas/rest");
    }
    return RestModule.start(settings, pool);
  }

  void stop(@Disposes RestModule module) {
    module.close();
    SchemaWatch.releaseDriver();
  }

  @Produces
  @Singleton
  Authentication authentication(RestModule module, RestSettings settings) {
    return new Authentication(
        new TokenVerifier(module.policy()), settings.keys(), settings.config().anonRole());
  }
}
