package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.rest.RestConfig;

/** All that is configured: the engine's own, and who may call it. */
record RestSettings(RestConfig config, JwtSettings jwt, ApiKeys keys) {

  static RestSettings from(Settings settings, RestConfig.Environment environment) {
    RestConfig config = RestConfig.from(settings, environment);
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
    return new RestSettings(config, jwt, keys);
  }
}
