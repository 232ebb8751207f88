package dev.minibaas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.EnvExample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {

  @Test
  void onlyTheSecretsMustBeSet() {
    RegistryConfig config = RegistryFixture.config(Map.of());
    assertThat(config.vaultKey()).isEqualTo(RegistryFixture.VAULT_KEY);
    assertThat(config.previousVaultKey()).isNull();
    assertThat(config.serviceToken()).isEqualTo(RegistryFixture.SERVICE_TOKEN);
    assertThat(config.tenantsDelete()).isFalse();
    assertThat(RegistryFixture.config(Map.of("REGISTRY_TENANTS_DELETE", "true")).tenantsDelete())
        .isTrue();
    assertThat(
            RegistryFixture.config(Map.of("VAULT_ENC_KEY_PREVIOUS", "former")).previousVaultKey())
        .isEqualTo("former");
  }

  @Test
  void everySettingStandsInEnvExampleWithItsDefault() {
    Settings settings = Settings.of(Map.of());
    RegistryConfig.from(settings);
    TargetPolicy.from(settings);
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }

  @Test
  void weakSecretsAreNamed() {
    assertThatThrownBy(() ->
            RegistryFixture.config(
                Map.of("VAULT_ENC_KEY", "short", "ADAPTER_REGISTRY_SERVICE_TOKEN", "")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems())
                    .anyMatch(text -> text.startsWith("VAULT_ENC_KEY has fewer than 16"))
                    .anyMatch(
                        text -> text.startsWith("ADAPTER_REGISTRY_SERVICE_TOKEN is not set")));
  }

  @Test
  void itsTextShowsNoSecret() {
    assertThat(RegistryFixture.config(Map.of()).toString())
        .doesNotContain(RegistryFixture.VAULT_KEY, RegistryFixture.SERVICE_TOKEN);
  }
}
