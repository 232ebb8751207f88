package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Secrets and keys in all their forms; what is public of a key never signs. */
@ExtendWith(PostgresExtension.class)
class SigningKeysTest {
  private static final byte[] BINARY = binary();
  private static final RSAKey RSA = rsa("rsa one");
  private static final RSAKey OTHER_RSA = rsa("rsa two");
  private static final ECKey EC = ec();

  private final TokenProbe probe;
  private @TempDir Path directory;

  SigningKeysTest(TestDatabase database) {
    this.probe = new TokenProbe(database);
    database.execute(TokenProbe.WHO);
  }

  @Test
  void secrets_come_as_text_base64_or_from_a_file() throws Exception {
    String claims = "{\"role\":\"authenticated\"}";
    String standard = Base64.getEncoder().encodeToString(BINARY);
    String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(BINARY);
    assertThat(standard).isNotEqualTo(urlSafe).contains("+", "/", "=");
    Path file = Files.writeString(directory.resolve("secret"), standard + "\n");
    for (String secret : List.of(standard, urlSafe, "@" + file)) {
      probe.serving(
          Map.of("PGRST_JWT_SECRET", secret, "PGRST_JWT_SECRET_IS_BASE64", "true"),
          server -> {
            MACSigner signer = new MACSigner(BINARY);
            for (JWSAlgorithm algorithm :
                List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
              probe.assertRole(
                  server,
                  TokenProbe.signed(signer, new JWSHeader(algorithm), claims),
                  "authenticated");
            }
            probe.assertRefused(server, TokenProbe.hs256(claims), "JWSError JWSInvalidSignature");
          });
    }
  }

  @Test
  void a_key_set_takes_each_key_for_its_own_kind() throws Exception {
    OctetSequenceKey shared =
        new OctetSequenceKey.Builder(TokenProbe.SECRET.getBytes(StandardCharsets.UTF_8)).build();
    String edwards =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + TokenProbe.base64("x".repeat(32)) + "\"}";
    String keys =
        "{\"keys\":["
            + String.join(
                ",",
                edwards,
                OTHER_RSA.toPublicJWK().toJSONString(),
                EC.toPublicJWK().toJSONString(),
                shared.toJSONString(),
                RSA.toPublicJWK().toJSONString())
            + "]}";
    String claims = "{\"role\":\"authenticated\"}";
    probe.serving(
        Map.of("PGRST_JWT_SECRET", keys),
        server -> {
          RSASSASigner rsa = new RSASSASigner(RSA);
          for (JWSAlgorithm algorithm :
              List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            JWSHeader named = new JWSHeader.Builder(algorithm).keyID(RSA.getKeyID()).build();
            probe.assertRole(server, TokenProbe.signed(rsa, named, claims), "authenticated");
            probe.assertRole(
                server, TokenProbe.signed(rsa, new JWSHeader(algorithm), claims), "authenticated");
          }
          ECDSASigner ec = new ECDSASigner(EC);
          probe.assertRole(
              server,
              TokenProbe.signed(ec, new JWSHeader(JWSAlgorithm.ES256), claims),
              "authenticated");
          probe.assertRole(server, TokenProbe.hs256(claims), "authenticated");

          String invalid = "JWSError JWSInvalidSignature";
          JWSHeader misnamed =
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(OTHER_RSA.getKeyID()).build();
          probe.assertRefused(server, TokenProbe.signed(rsa, misnamed, claims), invalid);
          JWSHeader unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("none such").build();
          probe.assertRefused(server, TokenProbe.signed(rsa, unknown, claims), invalid);
          assertConfusionRefused(server);
        });
  }

  @Test
  void a_public_key_is_never_a_secret() throws Exception {
    probe.serving(
        Map.of("PGRST_JWT_SECRET", RSA.toPublicJWK().toJSONString()),
        server -> {
          JWSHeader header = new JWSHeader(JWSAlgorithm.RS256);
          probe.assertRole(
              server,
              TokenProbe.signed(new RSASSASigner(RSA), header, "{\"role\":\"authenticated\"}"),
              "authenticated");
          assertConfusionRefused(server);
        });
  }

  /** Tokens whose HMAC key is what everyone may know of the RSA key, in each of its forms. */
  private void assertConfusionRefused(RestServer server) throws Exception {
    byte[] encoded = RSA.toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
            + "\n-----END PUBLIC KEY-----\n";
    List<byte[]> known =
        List.of(
            encoded,
            pem.getBytes(StandardCharsets.UTF_8),
            RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            RSA.getModulus().decode());
    String claims = "{\"role\":\"service_role\"}";
    for (byte[] key : known) {
      String token =
          TokenProbe.signed(new MACSigner(key), new JWSHeader(JWSAlgorithm.HS256), claims);
      assertThat(probe.get(server, "/rpc/who", "Bearer " + token).statusCode()).isEqualTo(401);
    }
    for (String header :
        List.of("{\"alg\":\"none\"}", "{\"alg\":\"NONE\"}", "{\"alg\":\"\"}", "{}")) {
      String bare = TokenProbe.base64(header) + "." + TokenProbe.base64(claims) + ".";
      assertThat(probe.get(server, "/rpc/who", "Bearer " + bare).statusCode()).isEqualTo(401);
    }
    RSAKey own = rsa("rsa one");
    JWSHeader embedded =
        new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own.toPublicJWK()).keyID("rsa one").build();
    String token = TokenProbe.signed(new RSASSASigner(own), embedded, claims);
    probe.assertRefused(server, token, "JWSError JWSInvalidSignature");
  }

  /** 65 bytes whose base64 has both of the characters that the URL-safe alphabet spells anew. */
  private static byte[] binary() {
    byte[] bytes = new byte[65];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (251 - i * 4);
    }
    bytes[0] = (byte) 0xfb;
    bytes[1] = (byte) 0xff;
    return bytes;
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
