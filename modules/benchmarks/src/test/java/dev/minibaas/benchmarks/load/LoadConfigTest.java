package dev.minibaas.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadConfigTest {
  @Test
  void withoutSettingsAllScenariosRunWithOneSixteenAndSixtyFourConnections() {
    LoadConfig config = LoadConfig.from(Settings.of(Map.of()));

    assertThat(config.connections()).containsExactly(1, 16, 64);
    assertThat(config.scenarios()).isEqualTo(Scenario.ALL);
    assertThat(config.peer()).isNull();
  }

  @Test
  void whatIsNoNumberOfConnectionsIsRefused() {
    for (String wrong : new String[] {"0", "16,x", "-1", "1000", ","}) {
      assertThatThrownBy(() -> LoadConfig.from(Settings.of(Map.of("BENCH_CONNECTIONS", wrong))))
          .isInstanceOf(InvalidSettings.class)
          .hasMessageContaining("BENCH_CONNECTIONS");
    }
  }
}
