package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.settings.ServiceSettings;
import dev.minibaas.rest.Variables;
import dev.minibaas.rest.schema.SchemaWatch;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/** Puts the service together on a server. */
@ApplicationScoped
public class RestBeans {
  @Resource(lookup = "jdbc/minibaas/rest")
  private @Nullable DataSource pool;

  @Produces
  @Singleton
  RestModule module(Instance<MetricRegistry> registries) {
    if (pool == null) {
      throw new IllegalStateException("no data source jdbc/minibaas/rest");
    }
    Set<String> names = new HashSet<>();
    ConfigProvider.getConfig().getPropertyNames().forEach(names::add);
    Variables variables = new Variables(names, ServiceSettings::value);
    RestSettings settings =
        ServiceSettings.load(
            variables::value, settingsSource -> RestSettings.from(settingsSource, variables));
    RestModule module = RestModule.start(settings, variables, pool);
    if (registries.isResolvable()) {
      measure(module, registries.get());
    }
    return module;
  }

  private static void measure(RestModule module, MetricRegistry registry) {
    registry.gauge("pgrst_schema_cache_loads_total", module, RestModule::loads);
    registry.gauge("pgrst_schema_cache_query_time_seconds", module, RestModule::lastLoadSeconds);
  }

  void stop(@Disposes RestModule module) {
    module.close();
    SchemaWatch.releaseDriver();
  }

  @Produces
  @Singleton
  Authentication authentication(RestModule module) {
    return module.authentication();
  }
}
