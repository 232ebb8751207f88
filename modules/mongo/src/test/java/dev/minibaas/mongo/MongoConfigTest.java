package dev.minibaas.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.EnvExample;
import dev.minibaas.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MongoConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of("MONGO_URI", "mongodb://user:hidden@db:27017", "JWT_SECRET", Tokens.SECRET);

  private static MongoConfig config(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.putAll(more);
    Settings settings = Settings.of(values);
    MongoConfig config = MongoConfig.from(settings);
    settings.check();
    return config;
  }

  @Test
  void whatIsNotSetHasTheContractsDefault() {
    MongoConfig config = config(Map.of());
    assertThat(config.store().database()).isEqualTo("mini_baas");
    assertThat(config.store().maxPool()).isEqualTo(10);
    assertThat(config.store().minPool()).isEqualTo(2);
    assertThat(config.store().patience()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.store().maxTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.maxBodyBytes()).isEqualTo(256 * 1024);
    assertThat(config.demoCollection()).isEqualTo("mock_catalog");
    assertThat(config.keySet()).isNull();
  }

  @Test
  void everySettingIsRead() {
    MongoConfig config =
        config(
            Map.of(
                "MONGO_DB_NAME", "other",
                "MONGO_MAX_POOL_SIZE", "5",
                "MONGO_MIN_POOL_SIZE", "1",
                "MONGO_SERVER_SELECTION_TIMEOUT", "700",
                "MONGO_MAX_TIME", "800",
                "MONGO_MAX_BODY_BYTES", "2048",
                "MONGO_MOCK_COLLECTION", "demo",
                "JWKS_URL", "http://keys/jwks.json",
                "KONG_PUBLIC_API_KEY", "anon",
                "KONG_SERVICE_API_KEY", "service"));
    assertThat(config.store().database()).isEqualTo("other");
    assertThat(config.store().maxPool()).isEqualTo(5);
    assertThat(config.store().minPool()).isEqualTo(1);
    assertThat(config.store().patience()).isEqualTo(Duration.ofMillis(700));
    assertThat(config.store().maxTime()).isEqualTo(Duration.ofMillis(800));
    assertThat(config.maxBodyBytes()).isEqualTo(2048);
    assertThat(config.demoCollection()).isEqualTo("demo");
    assertThat(config.keySet()).isEqualTo(URI.create("http://keys/jwks.json"));
    assertThat(config.anonKey()).isEqualTo("anon");
    assertThat(config.serviceKey()).isEqualTo("service");
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithoutAPassword() {
    assertThatThrownBy(() ->
            config(
                Map.of(
                    "MONGO_URI", "postgres://user:hidden@db",
                    "MONGO_MIN_POOL_SIZE", "20",
                    "MONGO_DB_NAME", "a.b",
                    "MONGO_MOCK_COLLECTION", "$x")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems())
                    .hasSize(4)
                    .noneMatch(problem -> problem.contains("hidden"))
                    .anyMatch(problem -> problem.startsWith("MONGO_URI can't be used"))
                    .anyMatch(problem -> problem.startsWith("MONGO_MIN_POOL_SIZE is above"))
                    .anyMatch(problem -> problem.startsWith("MONGO_DB_NAME can't be used"))
                    .anyMatch(problem -> problem.startsWith("MONGO_MOCK_COLLECTION is no name")));
  }

  @Test
  void itsTextShowsNoSecret() {
    assertThat(config(Map.of()).toString()).doesNotContain("hidden", Tokens.SECRET);
    assertThat(config(Map.of()).store().toString()).doesNotContain("hidden");
  }

  @Test
  void everySettingStandsInEnvExampleWithItsDefault() {
    Settings settings = Settings.of(Map.of());
    MongoConfig.from(settings);
    assertThat(EnvExample.read().gaps(settings.asked())).isEmpty();
  }
}
