package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.minibaas.platform.caller.KeySource;
import dev.minibaas.platform.caller.PublishedKeys;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JwtSettingsTest {
  private static final String SECRET = "a-secret-for-tests-only-0123456789abcdef";
  private static final String JWKS_URL = "http://auth:9999/auth/v1/.well-known/jwks.json";

  private static TokenPolicy policy(Map<String, String> settings) {
    return JwtSettings.from(Settings.of(settings)).policy("anon");
  }

  @Test
  void thePlatformsKeysCountBesideItsSecret() {
    TokenPolicy policy = policy(Map.of("JWT_SECRET", SECRET, "JWKS_URL", JWKS_URL));

    assertThat(policy.published()).isInstanceOf(PublishedKeys.class);
    assertThat(policy.algorithms()).contains(JWSAlgorithm.HS256).doesNotContain(JWSAlgorithm.ES256);
  }

  @Test
  void anotherSecretIsTheOnlyOne() {
    assertThat(policy(Map.of("PGRST_JWT_SECRET", SECRET, "JWKS_URL", JWKS_URL)).published())
        .isSameAs(KeySource.NONE);
    assertThat(policy(Map.of("JWT_SECRET", SECRET)).published()).isSameAs(KeySource.NONE);
  }
}
