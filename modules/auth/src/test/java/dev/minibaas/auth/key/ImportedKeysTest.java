package dev.minibaas.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.minibaas.platform.settings.InvalidSettings;
import dev.minibaas.platform.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImportedKeysTest {
  private static final String SECRET = "a-secret-for-tests-only-0123456789abcdef";

  private static KeyConfig config(String keys) {
    Settings settings = Settings.of(Map.of("GOTRUE_JWT_KEYS", keys));
    KeyConfig config = KeyConfig.from(settings, SECRET);
    settings.check();
    return config;
  }

  private static void assertRefused(String keys, String why) {
    assertThatThrownBy(() -> config(keys))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("GOTRUE_JWT_KEYS")
        .hasMessageContaining(why);
  }

  private static String json(JWK... keys) {
    StringBuilder json = new StringBuilder();
    for (JWK key : keys) {
      json.append(json.isEmpty() ? "[" : ",").append(key.toJSONString());
    }
    return json.append("]").toString();
  }

  private static ECKeyGenerator ec() {
    return new ECKeyGenerator(Curve.P_256);
  }

  @Test
  void theSecretMayStandAmongThemAsGoTrueHasIt() throws Exception {
    JWK ec = ec().keyID("ec").keyOperations(Set.of(KeyOperation.SIGN)).generate();
    JWK secret =
        new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8))
            .keyID("legacy")
            .build();

    assertThat(config(json(ec, secret)).imported()).extracting(JWK::getKeyID).containsExactly("ec");
  }

  @Test
  void whatCannotBeUsedIsRefusedByName() throws Exception {
    JWK otherSecret = new OctetSequenceKey.Builder(new byte[32]).keyID("stranger").build();
    JWK signing = ec().keyID("one").keyOperations(Set.of(KeyOperation.SIGN)).generate();
    JWK alsoSigning = ec().keyID("two").keyOperations(Set.of(KeyOperation.SIGN)).generate();

    assertRefused(json(otherSecret), "stranger");
    assertRefused(json(new ECKeyGenerator(Curve.P_384).keyID("p384").generate()), "p384");
    assertRefused(json(new RSAKeyGenerator(1024, true).keyID("short").generate()), "short");
    assertRefused(json(ec().generate()), "no kid");
    assertRefused(json(signing, alsoSigning), "more than one");
    assertRefused(json(signing.toPublicJWK()), "no private half");
    assertRefused("not json", "JSON array");
    assertRefused("{}", "JSON array");
  }

  @Test
  void aRefusalDoesNotQuoteTheKey() {
    assertThatThrownBy(() -> config("[{\"kty\":\"EC\",\"d\":\"very-private\"}]"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageNotContaining("very-private");
  }
}
