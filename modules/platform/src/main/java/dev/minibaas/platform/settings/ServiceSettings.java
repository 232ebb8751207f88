package dev.minibaas.platform.settings;

import dev.minibaas.platform.log.Log;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

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
    return load(ServiceSettings::value, configuration);
  }

  /** What MicroProfile Config says of a name; null when it doesn't know it. */
  public static @Nullable String value(String name) {
    return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse(null);
  }

  /**
   * @param source looks a name up, for a service that has further sources than MicroProfile Config
   */
  public static <T> T load(
      Function<String, @Nullable String> source, Function<Settings, T> configuration) {
    Settings settings = Settings.of(source);
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
