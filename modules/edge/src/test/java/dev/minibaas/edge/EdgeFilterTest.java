package dev.minibaas.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Setting;
import dev.minibaas.platform.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway needs to start, and how it says what is wrong. */
class EdgeFilterTest {
  private static final Map<String, String> KEYS =
      Map.of("KONG_PUBLIC_API_KEY", "a", "KONG_SERVICE_API_KEY", "b");

  @TempDir Path folder;

  private static EdgeConfig config(Map<String, String> values) {
    Settings settings = Settings.of(values);
    EdgeConfig config = EdgeConfig.from(settings);
    settings.check();
    return config;
  }

  @Test
  void missing_keys_are_all_named_at_once() {
    assertThatThrownBy(() -> config(Map.of()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("KONG_PUBLIC_API_KEY is not set")
        .hasMessageContaining("KONG_SERVICE_API_KEY is not set");
  }

  @Test
  void unusable_values_are_named() {
    assertThatThrownBy(() ->
            config(
                Map.of(
                    "KONG_PUBLIC_API_KEY", "it's",
                    "KONG_SERVICE_API_KEY", "b",
                    "EDGE_TRUSTED_PROXIES", "10.0.0.0/99")))
        .hasMessageContaining("KONG_PUBLIC_API_KEY has a quote")
        .hasMessageContaining("\"10.0.0.0/99\" is neither");
  }

  @Test
  void another_file_can_be_named_and_must_be_there() throws Exception {
    Path file = Files.writeString(folder.resolve("k.yml"), "_format_version: '${V:-3.0}'\n");
    assertThat(config(Map.of("KONG_CONFIG", file.toString())).policy().routes()).isEmpty();
    assertThatThrownBy(() -> config(Map.of("KONG_CONFIG", "/nowhere/kong.yml")))
        .hasMessageContaining("KONG_CONFIG is \"/nowhere/kong.yml\", which can't be read");
  }

  @Test
  void every_placeholder_is_a_setting_with_its_default() {
    Settings settings = Settings.of(KEYS);
    EdgeConfig.from(settings);
    assertThat(settings.asked())
        .contains(
            new Setting("EDGE", "embedded", false),
            new Setting("RATE_LIMIT_AUTH_MINUTE", "60", false),
            new Setting("RATE_LIMIT_REST_HOUR", "5000", false),
            new Setting("KONG_CORS_ORIGIN_APP", "http://localhost:3000", false),
            new Setting("KONG_SERVICE_API_KEY", null, true),
            new Setting("RATE_LIMIT_REDIS_PASSWORD", "", true));
  }

  @Test
  void behind_another_gateway_nothing_is_required() {
    assertThat(config(Map.of("EDGE", "external")).embedded()).isFalse();
  }

  @Test
  void a_server_with_an_unusable_policy_does_not_start() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("k.yml"), "_format_version: '3.0'\nplugins:\n  - name: jwt\n");
    assertThatThrownBy(() -> EmbeddedServer.start(Map.of("KONG_CONFIG", file.toString())))
        .rootCause()
        .hasMessageContaining("line 3")
        .hasMessageContaining("\"jwt\"");
  }
}
