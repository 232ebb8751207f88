package dev.minibaas.platform.settings;

import dev.minibaas.platform.log.Log;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Builds a service's typed configuration from MicroProfile Config when it starts.
 *
 * <p>Unusable settings stop the start: each problem is logged with its variable and the fix. On a
 * server of our own ({@code SETTINGS_EXIT=true}, set under liberty/) the process then ends with
 * exit code 1; on somebody's app server only this application fails.
 */
public final class ServiceSettings {
  private static final Logger LOG = Log.of(ServiceSettings.class);

  private ServiceSettings() {}

  public static <T> T load(Function<Settings, T> configuration) {
    Config config = ConfigProvider.getConfig();
    Settings settings =
        Settings.of(name -> config.getOptionalValue(name, String.class).orElse(null));
    boolean exits = settings.flag("SETTINGS_EXIT", false);
    try {
      T record = configuration.apply(settings);
      settings.check();
      return record;
    } catch (InvalidSettings e) {
      e.problems().forEach(problem -> LOG.log(Level.SEVERE, "{0}", problem));
      if (exits) {
        Runtime.getRuntime().halt(1);
      }
      throw e;
    }
  }
}
