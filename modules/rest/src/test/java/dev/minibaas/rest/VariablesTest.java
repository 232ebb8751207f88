package dev.minibaas.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {

  @Test
  void a_former_name_is_read_where_the_present_one_is_not_set() {
    Variables variables =
        Variables.of(
            Map.of(
                "PGRST_DB_SCHEMA", "old",
                "PGRST_MAX_ROWS", "5",
                "PGRST_DB_MAX_ROWS", "7",
                "PGRST_ROLE_CLAIM_KEY", ".r"));

    assertThat(variables.value("PGRST_DB_SCHEMAS")).isEqualTo("old");
    assertThat(variables.value("PGRST_DB_MAX_ROWS")).isEqualTo("7");
    assertThat(variables.value("PGRST_JWT_ROLE_CLAIM_KEY")).isEqualTo(".r");
    assertThat(variables.value("PGRST_DB_ROOT_SPEC")).isNull();
  }

  @Test
  void the_database_wins_and_can_empty_a_list() {
    Variables variables =
        Variables.of(Map.of("PGRST_DB_SCHEMAS", "a", "PGRST_DB_EXTRA_SEARCH_PATH", "x"))
            .with(Map.of("PGRST_DB_SCHEMAS", "b", "PGRST_DB_EXTRA_SEARCH_PATH", ""));

    assertThat(variables.value("PGRST_DB_SCHEMAS")).isEqualTo("b");
    assertThat(variables.isEmptied("PGRST_DB_EXTRA_SEARCH_PATH")).isTrue();
  }

  @Test
  void app_settings_keep_their_names() {
    assertThat(Variables.of(Map.of("PGRST_APP_SETTINGS_JWT_LIFETIME", "60")).appSettings())
        .containsExactly(Map.entry("app.settings.jwt_lifetime", "60"));
  }
}
