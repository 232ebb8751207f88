package dev.minibaas.permissions;

import dev.minibaas.platform.caller.CallerConfig;
import dev.minibaas.platform.settings.Settings;

/**
 * Every setting of the module.
 *
 * @param callers how tokens are verified
 * @param addressHeader header in which the gateway tells the client's address; empty: the peer's
 */
record PermissionsConfig(CallerConfig callers, String addressHeader) {

  static PermissionsConfig from(Settings settings) {
    return new PermissionsConfig(
        CallerConfig.from(settings), settings.text("PERMISSIONS_ADDRESS_HEADER", ""));
  }
}
