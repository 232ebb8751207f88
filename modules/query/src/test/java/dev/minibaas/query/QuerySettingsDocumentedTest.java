package dev.minibaas.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.EnvExample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuerySettingsDocumentedTest {

  @Test
  void every_setting_stands_in_env_example_with_its_default() {
    Settings settings = Settings.of(Map.of());
    QueryConfig.from(settings);
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }

  @Test
  void what_is_missing_is_named() {
    Settings settings =
        Settings.of(
            Map.of("DATABASE_ALLOWED_NETWORKS", "10.0.0.0/8, nonsense", "QUERY_POOL_IDLE", "0"));
    QueryConfig.from(settings);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    InvalidSettings.class, settings::check)
                .problems())
        .anyMatch(problem -> problem.startsWith("JWT_SECRET "))
        .anyMatch(problem -> problem.startsWith("ADAPTER_REGISTRY_URL "))
        .anyMatch(problem -> problem.startsWith("ADAPTER_REGISTRY_SERVICE_TOKEN "))
        .anyMatch(problem -> problem.contains("nonsense"))
        .anyMatch(problem -> problem.startsWith("QUERY_POOL_IDLE "));
  }

  @Test
  void nothing_of_it_shows_a_secret() {
    String secret = "a-very-secret-text-of-forty-characters-x";
    Settings settings =
        Settings.of(
            Map.of(
                "JWT_SECRET", secret,
                "ADAPTER_REGISTRY_SERVICE_TOKEN", secret,
                "ADAPTER_REGISTRY_URL", "http://registry:3020/admin/v1"));
    QueryConfig config = QueryConfig.from(settings);
    settings.check();
    assertThat(config.toString()).doesNotContain(secret);
  }
}
