package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.rest.Variables;
import dev.minibaas.testkit.EnvExample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestSettingsDocumentedTest {

  @Test
  void everySettingStandsInEnvExampleWithItsDefault() {
    Settings settings = Settings.of(Map.of());
    from(settings, Map.of());
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }

  @Test
  void everyProblemIsToldAtOnce() {
    Map<String, String> values = Map.of("JWT_SECRET", "short");
    Settings settings = Settings.of(values);
    from(settings, values);
    assertThatThrownBy(settings::check)
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems())
                    .anyMatch(problem -> problem.startsWith("PGRST_DB_URI is not set"))
                    .anyMatch(problem -> problem.startsWith("JWT_SECRET has fewer than 32")));
  }

  private static void from(Settings settings, Map<String, String> values) {
    RestSettings.from(settings, Variables.of(values));
  }
}
