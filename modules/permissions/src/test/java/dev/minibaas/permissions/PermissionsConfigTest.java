package dev.minibaas.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.EnvExample;
import dev.minibaas.testkit.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PermissionsConfigTest {

  @Test
  void everySettingIsRead() {
    Settings settings =
        Settings.of(Map.of("JWT_SECRET", Tokens.SECRET, "PERMISSIONS_ADDRESS_HEADER", "X-Real-IP"));
    assertThat(PermissionsConfig.from(settings).addressHeader()).isEqualTo("X-Real-IP");
    settings.check();
    assertThat(
            PermissionsConfig.from(Settings.of(Map.of("JWT_SECRET", Tokens.SECRET)))
                .addressHeader())
        .isEmpty();
  }

  @Test
  void everySettingStandsInEnvExampleWithItsDefault() {
    Settings settings = Settings.of(Map.of());
    PermissionsConfig.from(settings);
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }
}
