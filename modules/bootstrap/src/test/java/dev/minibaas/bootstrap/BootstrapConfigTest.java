package dev.minibaas.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapConfigTest {
  private static final Map<String, String> SECRETS =
      Map.of(
          "POSTGRES_PASSWORD", "superuser-password",
          "AUTHENTICATOR_PASSWORD", "authenticator-password",
          "AUTH_DB_PASSWORD", "minibaas-auth-password",
          "ADAPTER_REGISTRY_DB_PASSWORD", "minibaas-registry-password",
          "PERMISSIONS_DB_PASSWORD", "minibaas-permissions-password",
          "SCHEMAS_DB_PASSWORD", "minibaas-schemas-password",
          "REALTIME_DB_PASSWORD", "minibaas-realtime-password");

  private static BootstrapConfig config(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(SECRETS);
    all.putAll(values);
    Settings settings = Settings.of(all);
    BootstrapConfig config = BootstrapConfig.from(settings);
    settings.check();
    return config;
  }

  @Test
  void onlyTheSecretsMustBeSet() {
    assertThat(config(Map.of()))
        .isEqualTo(
            new BootstrapConfig(
                new Superuser("localhost", 5432, "postgres", "postgres", "superuser-password"),
                new LoginRoles(
                    Map.of(
                        "authenticator", "authenticator-password",
                        "minibaas_auth", "minibaas-auth-password",
                        "minibaas_registry", "minibaas-registry-password",
                        "minibaas_permissions", "minibaas-permissions-password",
                        "minibaas_schemas", "minibaas-schemas-password",
                        "minibaas_realtime", "minibaas-realtime-password")),
                true,
                Duration.ofSeconds(60)));
  }

  @Test
  void everySettingIsRead() {
    BootstrapConfig config =
        config(
            Map.of(
                "POSTGRES_HOST", "db",
                "POSTGRES_PORT", "6432",
                "POSTGRES_DB", "app & more",
                "POSTGRES_USER", "root",
                "RLS_ON_NEW_TABLES", "FALSE",
                "POSTGRES_WAIT", "5"));
    assertThat(config.database())
        .isEqualTo(new Superuser("db", 6432, "app & more", "root", "superuser-password"));
    assertThat(config.database().jdbcUrl()).isEqualTo("jdbc:postgresql://db:6432/app+%26+more");
    assertThat(config.rlsOnNewTables()).isFalse();
    assertThat(config.patience()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void anAddressOfVersionSixIsBracketed() {
    assertThat(config(Map.of("POSTGRES_HOST", "::1")).database().jdbcUrl())
        .isEqualTo("jdbc:postgresql://[::1]:5432/postgres");
  }

  @Test
  void itsTextShowsNoSecret() {
    assertThat(config(Map.of()).toString()).doesNotContain("password");
  }

  @Test
  void whatIsMissingOrWeakIsNamedWithTheFix() {
    assertThatThrownBy(() -> config(Map.of("POSTGRES_PASSWORD", "", "AUTH_DB_PASSWORD", "weak")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "POSTGRES_PASSWORD is not set: set it to the password of POSTGRES_USER",
                        "AUTH_DB_PASSWORD has fewer than 16 characters: set it to a random text of"
                            + " 16 characters or more, such as scripts/generate-env writes"));
  }

  @Test
  void theProgramEndsWithOneWhenASettingOrTheDatabaseIsMissing() {
    assertThat(Bootstrap.mainOf(Settings.of(Map.of()))).isEqualTo(1);
    Map<String, String> nobodyListens = new HashMap<>(SECRETS);
    nobodyListens.putAll(Map.of("POSTGRES_PORT", "1", "POSTGRES_WAIT", "0"));
    assertThat(Bootstrap.mainOf(Settings.of(nobodyListens))).isEqualTo(1);
  }
}
