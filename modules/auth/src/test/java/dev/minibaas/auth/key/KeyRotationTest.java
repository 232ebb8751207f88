package dev.minibaas.auth.key;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import dev.minibaas.testkit.Tokens;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class KeyRotationTest {
  private static final String CLAIMS = "{\"sub\":\"somebody\",\"role\":\"authenticated\"}";

  private final TestDatabase database;
  private final Node node;

  KeyRotationTest(TestDatabase database) {
    this.database = database;
    this.node = new Node(database, Map.of("AUTH_KEYS_LEAD", "0"));
  }

  /** One of several servers on the same database. */
  private static final class Node {
    final KeyRing ring;
    final KeyRotation rotation;
    final TokenVerifier verifier;

    Node(TestDatabase database, Map<String, String> settings) {
      AuthConfig config = AuthFixture.config(settings);
      Transactions transactions = new Transactions(database.pool(Login.AUTH, 2));
      this.ring = new KeyRing(config, transactions, Clock.systemUTC());
      this.rotation = new KeyRotation(config, transactions, ring);
      this.verifier = new TokenVerifier(TokenPolicy.hs256(Tokens.SECRET).alsoBy(ring));
      ring.refresh();
    }

    String kid() {
      return String.valueOf(header(ring.sign(CLAIMS)).getKeyID());
    }
  }

  @BeforeEach
  void noKeys() {
    database.execute("delete from minibaas_auth.signing_keys");
    node.ring.refresh();
  }

  @AfterEach
  void close() {
    node.ring.close();
  }

  private static JWSHeader header(String token) {
    try {
      return SignedJWT.parse(token).getHeader();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private String rotate(String algorithm) {
    return node.rotation.rotate(ADMIN, body("{'algorithm':'" + algorithm + "'}")).getString("kid");
  }

  private static void assertAccepted(Node by, String token) {
    assertThatCode(() -> by.verifier.verify(token)).doesNotThrowAnyException();
  }

  private static void assertRefusedBy(Node by, String token) {
    assertThatThrownBy(() -> by.verifier.verify(token)).isInstanceOf(InvalidToken.class);
  }

  @Test
  void withoutAKeyTheSecretSigns() {
    String token = node.ring.sign(CLAIMS);

    assertThat(header(token).getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
    assertThat(header(token).getKeyID()).isNull();
    assertThat(node.ring.published().getKeys()).isEmpty();
    assertAccepted(node, token);
  }

  @Test
  void aNewKeySignsAndTheOldOnesStillVerify() {
    String bySecret = node.ring.sign(CLAIMS);
    String first = rotate("ES256");
    String byFirst = node.ring.sign(CLAIMS);
    String second = rotate("RS256");
    String bySecond = node.ring.sign(CLAIMS);

    assertThat(header(byFirst).getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(header(byFirst).getKeyID()).isEqualTo(first);
    assertThat(header(bySecond).getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    assertThat(header(bySecond).getKeyID()).isEqualTo(second);
    for (String token : new String[] {bySecret, byFirst, bySecond}) {
      assertAccepted(node, token);
    }
    assertThat(node.ring.published().getKeys())
        .extracting(JWK::getKeyID)
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void anotherNodeFollowsWithoutRestart() {
    Node other = new Node(database, Map.of());
    String kid = rotate("ES256");

    assertAccepted(other, node.ring.sign(CLAIMS));
    assertThat(other.kid()).isEqualTo(kid);
    other.ring.close();
  }

  @Test
  void aKeyIsPublishedBeforeItSigns() {
    Node patient = new Node(database, Map.of("AUTH_KEYS_LEAD", "600"));
    String old = rotate("ES256");
    patient.rotation.rotate(ADMIN, body("{}"));

    assertThat(patient.ring.published().getKeys()).hasSize(2);
    assertThat(patient.kid()).isEqualTo(old);
    database.execute(
        "update minibaas_auth.signing_keys set active_from = now() where kid <> '" + old + "'");
    patient.ring.refresh();
    assertThat(patient.kid()).isNotEqualTo(old);
    patient.ring.close();
  }

  @Test
  void anOldKeyEndsWhenItsLastTokenHasExpired() {
    String old = rotate("ES256");
    String byOld = node.ring.sign(CLAIMS);
    rotate("ES256");

    assertThat(
            database.query(
                """
                select verify_until between now() + interval '1 hour'
                  and now() + interval '1 hour 3 minutes'
                from minibaas_auth.signing_keys where kid = '%s'
                """
                    .formatted(old)))
        .containsExactly("t");
    assertAccepted(node, byOld);
    database.execute(
        "update minibaas_auth.signing_keys set verify_until = now() where kid = '" + old + "'");
    node.ring.refresh();

    // also the token that was verified and remembered a moment ago
    assertRefusedBy(node, byOld);
    assertThat(node.ring.published().getKeyByKeyId(old)).isNull();
  }

  @Test
  void aDeletedKeyTakesItsTokensWithIt() {
    String leaked = rotate("ES256");
    String token = node.ring.sign(CLAIMS);
    assertAccepted(node, token);

    node.rotation.delete(ADMIN, leaked);

    assertRefusedBy(node, token);
    assertThat(header(node.ring.sign(CLAIMS)).getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
    assertRefused(404, ErrorCode.NOT_FOUND, () -> node.rotation.delete(ADMIN, leaked));
  }

  @Test
  void privateHalvesAreNeitherPublishedNorReadable() {
    rotate("RS256");
    rotate("ES256");

    String published = node.ring.published().toString(true);
    assertThat(published).contains("\"use\":\"sig\"", "\"alg\":\"RS256\"", "\"alg\":\"ES256\"");
    for (String secret : new String[] {"\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"k\"", "oct"}) {
      assertThat(published).doesNotContain(secret + ":");
    }
    assertThat(
            database.query(
                "select encode(sealed_private_jwk, 'escape') || public_jwk"
                    + " from minibaas_auth.signing_keys"))
        .noneMatch(stored -> stored.contains("\"d\""));
  }

  @Test
  void aPublicKeyIsNoSecretAndASecretNoKey() throws Exception {
    String kid = rotate("ES256");
    JWK key = node.ring.published().getKeyByKeyId(kid);
    JWTClaimsSet claims = JWTClaimsSet.parse("{\"role\":\"service_role\"}");
    for (byte[] material :
        new byte[][] {
          key.toECKey().toPublicKey().getEncoded(),
          key.toJSONString().getBytes(StandardCharsets.UTF_8)
        }) {
      SignedJWT forged =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), claims);
      forged.sign(new MACSigner(material));
      assertRefusedBy(node, forged.serialize());
    }
    SignedJWT foreign =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(), claims);
    foreign.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
    assertRefusedBy(node, foreign.serialize());
  }

  @Test
  void aKeySealedWithAnotherSecretVerifiesButDoesNotSign() {
    rotate("ES256");
    String token = node.ring.sign(CLAIMS);
    Node stranger = new Node(database, Map.of("AUTH_KEYS_SECRET", "x".repeat(32)));

    assertAccepted(stranger, token);
    assertThat(header(stranger.ring.sign(CLAIMS)).getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
    stranger.ring.close();
  }

  @Test
  void goTruesKeysAreTakenOverOnce() throws Exception {
    ECKey signing = imported("signing", KeyOperation.SIGN);
    ECKey old = imported("old", KeyOperation.VERIFY);
    Map<String, String> settings =
        Map.of(
            "GOTRUE_JWT_KEYS",
            "[" + signing.toJSONString() + "," + old.toPublicJWK().toJSONString() + "]");
    Node importing = new Node(database, settings);
    importing.rotation.takeOverImported();
    importing.ring.refresh();

    assertThat(importing.kid()).isEqualTo("signing");
    assertThat(importing.ring.published().getKeys()).hasSize(2);
    SignedJWT byOld =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("old").build(),
            JWTClaimsSet.parse(CLAIMS));
    byOld.sign(new ECDSASigner(old));
    assertAccepted(importing, byOld.serialize());

    String newer = rotate("ES256");
    importing.rotation.takeOverImported();
    importing.ring.refresh();
    assertThat(importing.kid()).isEqualTo(newer);
    assertThat(database.query("select count(*) from minibaas_auth.signing_keys"))
        .containsExactly("3");
    importing.ring.close();
  }

  private static ECKey imported(String kid, KeyOperation operation) throws Exception {
    return new ECKeyGenerator(Curve.P_256).keyID(kid).keyOperations(Set.of(operation)).generate();
  }

  @Test
  void onlyAdministratorsTouchKeys() {
    String kid = rotate("ES256");
    Call user = AuthFixture.call(Tokens.ofTests().user(UUID.randomUUID()));
    Call silent = new Call(ADMIN.caller(), false, ADMIN.audience(), ADMIN.origin());
    for (Call call : new Call[] {user, ANYBODY}) {
      assertRefused(403, ErrorCode.NOT_ADMIN, () -> node.rotation.rotate(call, body("{}")));
      assertRefused(403, ErrorCode.NOT_ADMIN, () -> node.rotation.list(call));
      assertRefused(403, ErrorCode.NOT_ADMIN, () -> node.rotation.delete(call, kid));
    }
    assertRefused(401, ErrorCode.NO_AUTHORIZATION, () -> node.rotation.list(silent));
    assertThat(node.rotation.list(ADMIN).getJsonArray("keys")).hasSize(1);
  }

  @Test
  void badInputChangesNothing() {
    for (String algorithm : new String[] {"HS256", "none", "RS512", "es256", "'; drop table"}) {
      JsonObject fields =
          jakarta.json.Json.createObjectBuilder().add("algorithm", algorithm).build();
      assertRefused(
          400,
          ErrorCode.VALIDATION_FAILED,
          () ->
              node.rotation.rotate(
                  ADMIN, dev.minibaas.auth.request.RequestBody.of(fields.toString())));
    }
    assertRefused(
        400, ErrorCode.BAD_JSON, () -> node.rotation.rotate(ADMIN, body("{'algorithm':7}")));
    assertRefused(404, ErrorCode.NOT_FOUND, () -> node.rotation.delete(ADMIN, "a\0b"));
    assertRefused(404, ErrorCode.NOT_FOUND, () -> node.rotation.delete(ADMIN, "' or true --"));
    assertThat(database.query("select count(*) from minibaas_auth.signing_keys"))
        .containsExactly("0");
  }
}
