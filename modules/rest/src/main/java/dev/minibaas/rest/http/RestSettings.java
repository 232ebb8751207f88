package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.Variables;
import org.jspecify.annotations.Nullable;

/** All that is configured: the engine's own, and who may call it. */
record RestSettings(RestConfig config, JwtSettings jwt, ApiKeys keys, DatabaseKept databaseKept) {

  /**
   * Whether the database may have settings, and a function that sets some.
   *
   * @param function {@code schema.name}; null for none
   */
  record DatabaseKept(boolean isRead, @Nullable String function) {
    static DatabaseKept from(Settings settings) {
      return new DatabaseKept(
          settings.flag("PGRST_DB_CONFIG", true), settings.textOrNull("PGRST_DB_PRE_CONFIG"));
    }
  }

  /**
   * @param settings that look up the same variables, and collect what is wrong with them
   */
  static RestSettings from(Settings settings, Variables variables) {
    RestConfig config = RestConfig.from(settings, variables);
    JwtSettings jwt = JwtSettings.from(settings);
    if (jwt.isTooShort()) {
      settings.problem("JWT_SECRET has fewer than 32 characters: run scripts/generate-env");
    }
    try {
      jwt.policy(config.anonRole());
    } catch (IllegalArgumentException e) {
      settings.problem(String.valueOf(e.getMessage()));
    }
    ApiKeys keys =
        new ApiKeys(
            settings.secretOrNull("KONG_PUBLIC_API_KEY"),
            settings.secretOrNull("KONG_SERVICE_API_KEY"));
    RestSettings all = new RestSettings(config, jwt, keys, DatabaseKept.from(settings));
    if (!settings.flag("PGRST_DB_PREPARED_STATEMENTS", true)
        && settings.integer("PGRST_DB_PREPARE_THRESHOLD", 1, 0, Integer.MAX_VALUE) > 0) {
      settings.problem(
          "PGRST_DB_PREPARED_STATEMENTS is false: set PGRST_DB_PREPARE_THRESHOLD=0 too, by which"
              + " the server's data source prepares none");
    }
    return all;
  }
}
