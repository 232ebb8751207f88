package dev.minibaas.registry;

import dev.minibaas.platform.caller.CallerConfig;
import dev.minibaas.platform.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the module.
 *
 * @param callers how tokens are verified
 * @param vaultKey what the keys of the vault are derived from
 * @param previousVaultKey the same before its last change: opens, never seals
 * @param serviceToken what services prove themselves with
 * @param tenantsDelete whether a tenant may delete a registration, or the service role alone
 */
record RegistryConfig(
    CallerConfig callers,
    String vaultKey,
    @Nullable String previousVaultKey,
    String serviceToken,
    boolean tenantsDelete) {
  private static final String FIX = "run scripts/generate-env, or set 32 random characters";

  static RegistryConfig from(Settings settings) {
    return new RegistryConfig(
        CallerConfig.from(settings),
        settings.secret("VAULT_ENC_KEY", 16, FIX),
        settings.secretOrNull("VAULT_ENC_KEY_PREVIOUS"),
        settings.secret("ADAPTER_REGISTRY_SERVICE_TOKEN", 32, FIX),
        settings.flag("REGISTRY_TENANTS_DELETE", false));
  }

  @Override
  public String toString() {
    return "RegistryConfig[tenantsDelete=" + tenantsDelete + "]";
  }
}
