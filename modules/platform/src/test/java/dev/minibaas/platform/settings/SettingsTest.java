package dev.minibaas.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void givenValuesWinOverDefaults() {
    Settings settings = Settings.of(Map.of("A", "x", "N", "7", "F", "TRUE", "L", "a, b,,c"));
    assertThat(settings.text("A", "default")).isEqualTo("x");
    assertThat(settings.integer("N", 1, 1, 9)).isEqualTo(7);
    assertThat(settings.flag("F", false)).isTrue();
    assertThat(settings.list("L", "")).containsExactly("a", "b", "c");
    settings.check();
  }

  @Test
  void anEmptyValueCountsAsUnset() {
    Settings settings = Settings.of(Map.of("A", "", "N", ""));
    assertThat(settings.text("A", "default")).isEqualTo("default");
    assertThat(settings.integer("N", 3, 1, 9)).isEqualTo(3);
    assertThat(settings.secretOrNull("A")).isNull();
    settings.check();
  }

  @Test
  void everyProblemIsToldAtOnceWithItsVariableAndTheFix() {
    Settings settings = Settings.of(Map.of("N", "many", "F", "yes", "S", "short", "U", "no url"));
    settings.required("DATABASE", "set it to a host name");
    settings.integer("N", 1, 1, 9);
    settings.flag("F", false);
    settings.secret("S", 32, "run scripts/generate-env");
    settings.uri("U", "http://localhost:8000");
    assertThatThrownBy(settings::check)
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "DATABASE is not set: set it to a host name",
                        "N is \"many\": set it to a number from 1 to 9",
                        "F is \"yes\": set it to true or false",
                        "S has fewer than 32 characters: run scripts/generate-env",
                        "U is \"no url\": set it to an absolute URL such as"
                            + " http://localhost:8000"));
  }

  @Test
  void aSecretsValueIsNeverInAProblem() {
    Settings settings = Settings.of(Map.of("S", "hunter2"));
    settings.secret("S", 32, "make it longer");
    assertThatThrownBy(settings::check).hasMessageNotContaining("hunter2");
  }

  @Test
  void whatWasAskedIsKnownInOrder() {
    Settings settings = Settings.of(Map.of());
    settings.text("B", "b");
    settings.secretOrNull("A");
    assertThat(settings.asked())
        .isEqualTo(List.of(new Setting("B", "b", false), new Setting("A", "", true)));
  }
}
