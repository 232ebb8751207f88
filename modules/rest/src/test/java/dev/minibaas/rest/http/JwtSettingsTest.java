package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JwtSettingsTest {
  private static final String SECRET = "a-secret-for-tests-only-0123456789abcdef";
  private static final String JWKS_URL = "http://auth:9999/auth/v1/.well-known/jwks.json";

  private static JwtSettings of(Map<String, String> settings) {
    return JwtSettings.from(Settings.of(settings));
  }

  @Test
  void thePlatformsKeysCountBesideItsSecret() {
    JwtSettings settings = of(Map.of("JWT_SECRET", SECRET, "JWKS_URL", JWKS_URL));

    assertThat(settings.published()).isEqualTo(URI.create(JWKS_URL));
    assertThat(settings.policy("anon").algorithms())
        .contains(JWSAlgorithm.HS256)
        .doesNotContain(JWSAlgorithm.ES256);
    assertThat(settings).isEqualTo(of(Map.of("JWT_SECRET", SECRET, "JWKS_URL", JWKS_URL)));
  }

  @Test
  void anotherSecretIsTheOnlyOne() {
    assertThat(of(Map.of("PGRST_JWT_SECRET", SECRET, "JWKS_URL", JWKS_URL)).published()).isNull();
    assertThat(of(Map.of("JWT_SECRET", SECRET)).published()).isNull();
  }
}
