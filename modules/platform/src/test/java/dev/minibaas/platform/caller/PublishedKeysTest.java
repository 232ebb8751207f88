package dev.minibaas.platform.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishedKeysTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final KeyServer issuer = new KeyServer();

  @AfterEach
  void close() {
    issuer.close();
  }

  private static PublishedKeys.Pace pace(Duration refresh, Duration pause, Duration limit) {
    return new PublishedKeys.Pace(refresh, pause, SHORT, limit);
  }

  private TokenVerifier verifier(PublishedKeys.Pace pace) {
    return new TokenVerifier(
        TokenPolicy.hs256(TestTokens.SECRET).alsoBy(new PublishedKeys(issuer.address(), pace)));
  }

  /** Asks for unknown keys always, and for nothing else. */
  private TokenVerifier eager() {
    return verifier(pace(LONG, Duration.ZERO, LONG));
  }

  private static String hmac() {
    return TestTokens.signed(new JWTClaimsSet.Builder().subject("x").build());
  }

  private static void assertRefused(TokenVerifier verifier, String token) {
    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(InvalidToken.class);
  }

  @Test
  void tokensOfPublishedKeysAreAcceptedBesideThoseOfTheSecret() throws InvalidToken {
    RSAKey rsa = KeyServer.rsa("rsa");
    ECKey ec = KeyServer.ec("ec");
    issuer.publish(rsa, ec);
    TokenVerifier verifier = eager();

    assertThat(verifier.verify(KeyServer.token(rsa)).subject()).isEqualTo("somebody");
    assertThat(verifier.verify(KeyServer.token(ec)).role()).isEqualTo("authenticated");
    assertThat(verifier.verify(hmac()).subject()).isEqualTo("x");
  }

  @Test
  void aKeyThatAppearsIsFoundByItsFirstToken() throws InvalidToken {
    ECKey first = KeyServer.ec("first");
    ECKey second = KeyServer.ec("second");
    issuer.publish(first);
    TokenVerifier verifier = eager();
    verifier.verify(KeyServer.token(first));

    issuer.publish(first, second);

    verifier.verify(KeyServer.token(second));
    verifier.verify(KeyServer.token(first));
  }

  @Test
  void aKeyOfTheSameNameIsNotTheSameKey() {
    issuer.publish(KeyServer.ec("one"));

    assertRefused(eager(), KeyServer.token(KeyServer.ec("one")));
  }

  @Test
  void aKeyThatDisappearsTakesItsRememberedTokensWithIt() throws Exception {
    ECKey leaked = KeyServer.ec("leaked");
    ECKey other = KeyServer.ec("other");
    issuer.publish(leaked, other);
    TokenVerifier verifier = verifier(pace(Duration.ZERO, Duration.ZERO, LONG));
    String token = KeyServer.token(leaked);
    verifier.verify(token);

    issuer.publish(other);

    // the keys are asked for beside the requests: this waits for the answer, not for a time
    while (isAccepted(verifier, token)) {
      Thread.onSpinWait();
    }
    assertRefused(verifier, token);
    verifier.verify(KeyServer.token(other));
  }

  private static boolean isAccepted(TokenVerifier verifier, String token) {
    try {
      verifier.verify(token);
      return true;
    } catch (InvalidToken e) {
      return false;
    }
  }

  @Test
  void aFloodOfInventedKeyIdsIsOneRequest() {
    ECKey known = KeyServer.ec("known");
    issuer.publish(known);
    TokenVerifier verifier = verifier(pace(LONG, LONG, LONG.plus(LONG)));
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < 500; i++) {
        String token = KeyServer.token(known, "invented-" + i);
        calls.add(CompletableFuture.runAsync(() -> assertRefused(verifier, token), threads));
      }
    }
    calls.forEach(CompletableFuture::join);
    // one for the first token as such, one for the first unknown key
    assertThat(issuer.requests.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void aKnownKeyIsNotAskedForAgain() throws InvalidToken {
    ECKey key = KeyServer.ec("known");
    issuer.publish(key);
    TokenVerifier verifier = eager();
    verifier.verify(KeyServer.token(key));
    int before = issuer.requests.get();

    for (int i = 0; i < 20; i++) {
      verifier.verify(KeyServer.token(key));
    }

    assertThat(issuer.requests.get()).isEqualTo(before);
  }

  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    RSAKey rsa = KeyServer.rsa("rsa");
    issuer.publish(rsa);
    TokenVerifier verifier = eager();
    for (byte[] secret :
        List.of(
            rsa.toPublicKey().getEncoded(),
            rsa.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8))) {
      SignedJWT forged =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
              new JWTClaimsSet.Builder().claim("role", "service_role").build());
      forged.sign(new MACSigner(secret));

      assertRefused(verifier, forged.serialize());
    }
  }

  @Test
  void theAlgorithmIsTheKeysNotTheHeaders() {
    RSAKey rsa = KeyServer.rsa("key");
    ECKey ec = KeyServer.ec("key");
    issuer.publish(ec);
    TokenVerifier verifier = eager();

    assertRefused(verifier, KeyServer.token(rsa));
    for (String algorithm : List.of("RS384", "RS512", "PS256", "ES384", "ES256K", "EdDSA")) {
      assertRefused(
          verifier,
          TestTokens.raw("{\"alg\":\"" + algorithm + "\",\"kid\":\"key\"}", "{}", "AAAA"));
    }
  }

  @Test
  void secretsAndKeysForOtherUsesInTheSetAreNoKeys() throws Exception {
    OctetSequenceKey secret =
        new OctetSequenceKey.Builder("s".repeat(32).getBytes(StandardCharsets.UTF_8))
            .keyID("oct")
            .build();
    ECKey encryption = new ECKey.Builder(KeyServer.ec("enc")).keyUse(KeyUse.ENCRYPTION).build();
    issuer.answer =
        "{\"keys\":["
            + secret.toJSONString()
            + ","
            + encryption.toPublicJWK().toJSONString()
            + "]}";
    TokenVerifier verifier = eager();
    SignedJWT bySecret =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("oct").build(),
            new JWTClaimsSet.Builder().claim("role", "service_role").build());
    bySecret.sign(new MACSigner("s".repeat(32)));

    assertRefused(verifier, bySecret.serialize());
    assertRefused(verifier, KeyServer.token(encryption));
  }

  @Test
  void aTokenThatNamesNoKeyIsRefused() {
    ECKey key = KeyServer.ec("key");
    issuer.publish(key);

    assertRefused(eager(), KeyServer.token(key, null));
  }

  @Test
  void anUnreachableIssuerLetsNothingPassAndLeavesTheSecretAlone() throws InvalidToken {
    ECKey key = KeyServer.ec("key");
    issuer.close();
    TokenVerifier verifier = eager();

    assertRefused(verifier, KeyServer.token(key));
    assertThat(verifier.verify(hmac()).subject()).isEqualTo("x");
  }

  @Test
  void whatKeysWereKnownStaysKnownWhileTheIssuerIsBroken() throws InvalidToken {
    ECKey key = KeyServer.ec("key");
    issuer.publish(key);
    TokenVerifier verifier = eager();
    verifier.verify(KeyServer.token(key));

    for (String broken : List.of("", "<html>", "[]", "{\"keys\":7}")) {
      issuer.answer = broken;
      assertRefused(verifier, KeyServer.token(KeyServer.ec("new")));
      verifier.verify(KeyServer.token(key));
    }
    issuer.publish();
    issuer.status = 500;
    assertRefused(verifier, KeyServer.token(KeyServer.ec("newer")));
    verifier.verify(KeyServer.token(key));
  }

  @Test
  void keysThatAreTooOldCountNoMore() throws InvalidToken {
    ECKey key = KeyServer.ec("key");
    issuer.publish(key);
    PublishedKeys keys = new PublishedKeys(issuer.address(), pace(LONG, LONG, Duration.ZERO));
    TokenVerifier verifier = new TokenVerifier(TokenPolicy.hs256(TestTokens.SECRET).alsoBy(keys));

    assertRefused(verifier, KeyServer.token(key));
  }

  @Test
  void withoutASettingThereAreNoKeys() {
    assertThat(PublishedKeys.from(Settings.of(Map.of()))).isSameAs(KeySource.NONE);
    assertThat(
            PublishedKeys.from(
                Settings.of(Map.of("JWKS_URL", URI.create("http://auth:1/k").toString()))))
        .isInstanceOf(PublishedKeys.class);
  }
}
