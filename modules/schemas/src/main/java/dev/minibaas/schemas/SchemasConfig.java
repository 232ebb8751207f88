package dev.minibaas.schemas;

import dev.minibaas.platform.caller.CallerConfig;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;

/**
 * Every setting of the module.
 *
 * @param callers how tokens are verified
 * @param registry where the registry is, past the gateway
 * @param serviceToken what this service proves itself with there
 * @param timeout of a call of the registry
 */
record SchemasConfig(CallerConfig callers, URI registry, String serviceToken, Duration timeout) {

  static SchemasConfig from(Settings settings) {
    String registry =
        settings.required(
            "ADAPTER_REGISTRY_URL",
            "set it to where the registry is: http://registry:3020/admin/v1");
    return new SchemasConfig(
        CallerConfig.from(settings),
        address(settings, registry),
        settings.secret(
            "ADAPTER_REGISTRY_SERVICE_TOKEN",
            32,
            "run scripts/generate-env, or set 32 random characters"),
        Duration.ofMillis(settings.integer("CONTROL_PLANE_TIMEOUT_MS", 2000, 1, 60_000)));
  }

  private static URI address(Settings settings, String text) {
    try {
      URI address = URI.create(text);
      if (address.isAbsolute() && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // told below, like a relative one
    }
    if (!text.isEmpty()) {
      settings.problem("ADAPTER_REGISTRY_URL is no URL such as http://registry:3020/admin/v1");
    }
    return URI.create("http://registry:3020/admin/v1");
  }

  @Override
  public String toString() {
    return "SchemasConfig[registry=" + registry + "]";
  }
}
