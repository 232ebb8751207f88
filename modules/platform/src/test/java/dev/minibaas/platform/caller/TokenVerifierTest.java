package dev.minibaas.platform.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.minibaas.platform.caller.InvalidToken.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String SUBJECT = "8f0c6f0e-0000-4000-8000-000000000001";

  private final TokenVerifier verifier = verifierAt(NOW);

  @Test
  void aValidTokenIsItsBearerWithTheRoleAndTheClaims() throws InvalidToken {
    Caller caller =
        verifier.verify(
            TestTokens.signed(
                claims()
                    .claim("amr", List.of(Map.of("method", "password", "timestamp", 1)))
                    .build()));
    assertThat(caller.subject()).isEqualTo(SUBJECT);
    assertThat(caller.role()).isEqualTo("authenticated");
    assertThat(caller.claimsJson()).contains("\"amr\":[{", "\"role\":\"authenticated\"");
    assertThat(caller.getGroups()).containsExactly("authenticated");
    assertThat(caller.toString()).doesNotContain("ey");
  }

  @Test
  void aTokenWithoutARoleIsAnonymousAndItsClaimsSaySo() throws InvalidToken {
    Caller caller =
        verifier.verify(TestTokens.signed(new JWTClaimsSet.Builder().subject("x").build()));
    assertThat(caller.role()).isEqualTo("anon");
    assertThat(caller.claimsJson()).contains("\"role\":\"anon\"");
  }

  @Test
  void aServiceTokenNeedsNoSubject() throws InvalidToken {
    Caller caller =
        verifier.verify(
            TestTokens.signed(new JWTClaimsSet.Builder().claim("role", "service_role").build()));
    assertThat(caller.isService()).isTrue();
    assertThat(caller.subject()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a.b.c", "not a token", "e30.e30.", "\u0000.\u0000.\u0000"})
  void whatIsNoTokenIsRefused(String text) {
    assertThatThrownBy(() -> verifier.verify(text)).isInstanceOf(InvalidToken.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
  void anUnsignedTokenIsRefusedInAnySpelling(String algorithm) {
    String token =
        TestTokens.raw("{\"alg\":\"" + algorithm + "\"}", "{\"role\":\"service_role\"}", "");
    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(InvalidToken.class);
    assertThatThrownBy(() -> verifier.verify(token + "AAAA")).isInstanceOf(InvalidToken.class);
  }

  @Test
  void anotherSecretsSignatureIsRefused() {
    String token = TestTokens.signed(claims().build(), "x".repeat(64), JWSAlgorithm.HS256);
    assertRefused(token, Reason.SIGNATURE);
  }

  @Test
  void anAlgorithmOutsideOfThePolicyIsRefusedThoughTheKeyFits() {
    String token = TestTokens.signed(claims().build(), TestTokens.SECRET, JWSAlgorithm.HS512);
    assertRefused(token, Reason.ALGORITHM);
  }

  @Test
  void aRealRsaSignatureIsRefusedWhereHmacIsThePolicy() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).generate();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims().build());
    jwt.sign(new RSASSASigner(key));
    assertRefused(jwt.serialize(), Reason.ALGORITHM);
  }

  @Test
  void anHmacSignatureUnderAnRsaHeaderIsRefused() {
    String token = TestTokens.signed(claims().build());
    String[] parts = token.split("\\.");
    String header = TestTokens.raw("{\"alg\":\"RS256\"}", "", "").split("\\.", -1)[0];
    assertRefused(header + "." + parts[1] + "." + parts[2], Reason.ALGORITHM);
  }

  @Test
  void aChangedPayloadIsRefused() {
    String[] parts = TestTokens.signed(claims().build()).split("\\.");
    String payload = TestTokens.raw("", "{\"role\":\"service_role\"}", "").split("\\.", -1)[1];
    assertRefused(parts[0] + "." + payload + "." + parts[2], Reason.SIGNATURE);
  }

  @Test
  void timesAreCheckedWithTheSkewOfThePolicy() throws InvalidToken {
    verifier.verify(TestTokens.signed(claims().expirationTime(at(-29)).build()));
    assertRefused(TestTokens.signed(claims().expirationTime(at(-30)).build()), Reason.EXPIRED);
    verifier.verify(TestTokens.signed(claims().notBeforeTime(at(30)).build()));
    assertRefused(TestTokens.signed(claims().notBeforeTime(at(31)).build()), Reason.NOT_YET_VALID);
    assertRefused(TestTokens.signed(claims().issueTime(at(31)).build()), Reason.ISSUED_IN_FUTURE);
  }

  @Test
  void aCachedTokenStillExpires() throws InvalidToken {
    MovableClock clock = new MovableClock();
    TokenVerifier cached = new TokenVerifier(TokenPolicy.hs256(TestTokens.SECRET), clock);
    String token = TestTokens.signed(claims().expirationTime(at(60)).build());
    Caller first = cached.verify(token);
    assertThat(cached.verify(token)).isSameAs(first);
    clock.now = NOW.plusSeconds(91);
    assertThatThrownBy(() -> cached.verify(token)).isInstanceOf(InvalidToken.class);
  }

  @Test
  void anAudienceOfThePolicyMustBeAmongThoseOfTheToken() throws InvalidToken {
    TokenPolicy open = TokenPolicy.hs256(TestTokens.SECRET);
    TokenPolicy policy =
        new TokenPolicy(
            open.algorithms(), open.keys(), open.role(), "anon", "us", Duration.ofSeconds(30));
    TokenVerifier strict = new TokenVerifier(policy, Clock.fixed(NOW, ZoneOffset.UTC));
    strict.verify(TestTokens.signed(claims().audience(List.of("them", "us")).build()));
    strict.verify(TestTokens.signed(claims().build()));
    assertThatThrownBy(() -> strict.verify(TestTokens.signed(claims().audience("them").build())))
        .isInstanceOfSatisfying(
            InvalidToken.class, e -> assertThat(e.reason()).isEqualTo(Reason.AUDIENCE));
  }

  private void assertRefused(String token, Reason reason) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(InvalidToken.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder().subject(SUBJECT).claim("role", "authenticated");
  }

  private static Date at(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private static TokenVerifier verifierAt(Instant now) {
    return new TokenVerifier(
        TokenPolicy.hs256(TestTokens.SECRET), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static final class MovableClock extends Clock {
    private Instant now = NOW;

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
