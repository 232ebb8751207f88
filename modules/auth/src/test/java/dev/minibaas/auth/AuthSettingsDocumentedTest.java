package dev.minibaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.EnvExample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthSettingsDocumentedTest {

  @Test
  void everySettingStandsInEnvExampleWithItsDefault() {
    Settings settings = Settings.of(Map.of());
    AuthConfig.from(settings);
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }
}
