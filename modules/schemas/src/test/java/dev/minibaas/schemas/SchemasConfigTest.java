package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.EnvExample;
import dev.minibaas.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemasConfigTest {
  private static final String TOKEN = "the-service-token-of-tests-0123456789";

  private static SchemasConfig config(Map<String, String> changes) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "JWT_SECRET",
                Tokens.SECRET,
                "ADAPTER_REGISTRY_URL",
                "http://registry:3020/admin/v1",
                "ADAPTER_REGISTRY_SERVICE_TOKEN",
                TOKEN));
    values.putAll(changes);
    Settings settings = Settings.of(values);
    SchemasConfig config = SchemasConfig.from(settings);
    settings.check();
    return config;
  }

  @Test
  void everySettingIsRead() {
    SchemasConfig config = config(Map.of("CONTROL_PLANE_TIMEOUT_MS", "500"));
    assertThat(config.registry()).isEqualTo(URI.create("http://registry:3020/admin/v1"));
    assertThat(config.serviceToken()).isEqualTo(TOKEN);
    assertThat(config.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(config(Map.of()).timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.toString()).doesNotContain(TOKEN);
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    assertThatThrownBy(() -> config(Map.of("ADAPTER_REGISTRY_URL", "registry")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("ADAPTER_REGISTRY_URL is no URL");
    assertThatThrownBy(() -> config(Map.of("ADAPTER_REGISTRY_URL", "")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("ADAPTER_REGISTRY_URL is not set");
  }

  @Test
  void everySettingStandsInEnvExampleWithItsDefault() {
    Settings settings = Settings.of(Map.of());
    SchemasConfig.from(settings);
    TargetPolicy.from(settings);
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }
}
