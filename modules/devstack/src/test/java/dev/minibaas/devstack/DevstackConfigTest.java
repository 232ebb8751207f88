package dev.minibaas.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevstackConfigTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Path FOLDER = Path.of("/somewhere");

  private static DevstackConfig config(Map<String, String> values) {
    Settings settings = Settings.of(values);
    DevstackConfig config = DevstackConfig.from(settings, FOLDER);
    settings.check();
    return config;
  }

  @Test
  void nothingHasToBeSet() {
    assertThat(config(Map.of()))
        .isEqualTo(
            new DevstackConfig(
                8000, FOLDER.resolve(".data"), null, null, null, null, 5432, null, null));
  }

  @Test
  void everySettingIsRead() {
    assertThat(
            config(
                Map.of(
                    "PORT", "9000",
                    "DATA_DIR", "/data",
                    "JWT_SECRET", SECRET,
                    "KONG_PUBLIC_API_KEY", "public",
                    "KONG_SERVICE_API_KEY", "service",
                    "POSTGRES_HOST", "db",
                    "POSTGRES_PORT", "6432",
                    "MONGO_URI", "mongodb://mongo",
                    "SMTP_HOST", "smtp")))
        .isEqualTo(
            new DevstackConfig(
                9000,
                Path.of("/data"),
                SECRET,
                "public",
                "service",
                "db",
                6432,
                "mongodb://mongo",
                "smtp"));
  }

  @Test
  void itsTextShowsNoSecret() {
    assertThat(config(Map.of("JWT_SECRET", SECRET)).toString()).doesNotContain(SECRET);
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithTheVariableAndTheFix() {
    assertThatThrownBy(() ->
            config(
                Map.of(
                    "PORT", "99999",
                    "JWT_SECRET", "short",
                    "KONG_PUBLIC_API_KEY", "same",
                    "KONG_SERVICE_API_KEY", "same")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems())
                    .hasSize(3)
                    .anyMatch(line -> line.startsWith("PORT is \"99999\": set it to"))
                    .anyMatch(line -> line.startsWith("JWT_SECRET has fewer than 32"))
                    .anyMatch(line -> line.startsWith("KONG_SERVICE_API_KEY is the same")));
  }

  @Test
  void aKeyThatIsATokenMustBeSignedWithTheSecret() {
    String key = SignedKey.of("anon", SECRET, Instant.now());
    assertThat(config(Map.of("JWT_SECRET", SECRET, "KONG_PUBLIC_API_KEY", key)).publicKey())
        .isEqualTo(key);
    assertThatThrownBy(() -> config(Map.of("KONG_PUBLIC_API_KEY", key)))
        .hasMessageContaining("KONG_PUBLIC_API_KEY is a JWT but JWT_SECRET is not set");
    assertThatThrownBy(
            () -> config(Map.of("JWT_SECRET", "x".repeat(32), "KONG_SERVICE_API_KEY", key)))
        .hasMessageContaining("KONG_SERVICE_API_KEY is a JWT that JWT_SECRET did not sign");
  }
}
