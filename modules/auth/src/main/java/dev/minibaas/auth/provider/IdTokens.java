package dev.minibaas.auth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies ID tokens (OpenID Connect Core 1.0, section 3.1.3.7). The keys are those that the issuer
 * publishes; what a token says of its own key is not looked at, but for the key's name.
 */
final class IdTokens {
  /** Asymmetric ones: a secret that we share with a provider proves nothing to us. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final int MAX_SUBJECT = 255;

  private final Issuer issuer;
  private final Clock clock;

  IdTokens(Issuer issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /** Its claims, if everything about it is right. */
  JWTClaimsSet verify(String token, List<String> audiences) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      verifySignature(jwt);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      check(claims, audiences);
      return claims;
    } catch (ParseException e) {
      throw new ProviderFailure("not a signed token", e);
    } catch (JOSEException e) {
      throw new ProviderFailure("the token's signature can't be verified", e);
    }
  }

  private void verifySignature(SignedJWT jwt) throws JOSEException {
    JWSHeader header = jwt.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new ProviderFailure("a token signed with " + header.getAlgorithm());
    }
    List<JWK> candidates = candidates(issuer.keys(), header);
    if (candidates.isEmpty()) {
      candidates = candidates(issuer.newKeys(), header);
    }
    for (JWK key : candidates) {
      if (isSignedBy(jwt, key)) {
        return;
      }
    }
    throw new ProviderFailure("no key of " + issuer.url() + " has signed the token");
  }

  private static List<JWK> candidates(JWKSet keys, JWSHeader header) {
    JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
    return matcher == null ? List.of() : new JWKSelector(matcher).select(keys);
  }

  private static boolean isSignedBy(SignedJWT jwt, JWK key) throws JOSEException {
    if (!(key instanceof AsymmetricJWK pair)) {
      return false;
    }
    JWSVerifier verifier =
        new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), pair.toPublicKey());
    return jwt.verify(verifier);
  }

  private void check(JWTClaimsSet claims, List<String> audiences) throws ParseException {
    if (!issuer.url().equals(claims.getIssuer())) {
      throw new ProviderFailure("a token of another issuer: " + claims.getIssuer());
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT) {
      throw new ProviderFailure("a token without subject");
    }
    if (subject.chars().anyMatch(Character::isISOControl)) {
      throw new ProviderFailure("a subject with control characters");
    }
    checkAudience(claims, audiences);
    checkTimes(claims);
  }

  private static void checkAudience(JWTClaimsSet claims, List<String> audiences)
      throws ParseException {
    List<String> given = claims.getAudience();
    if (given.stream().noneMatch(audiences::contains)) {
      throw new UnacceptableAudience();
    }
    String party = claims.getStringClaim("azp");
    if (given.size() > 1 && (party == null || !audiences.contains(party))) {
      throw new UnacceptableAudience();
    }
  }

  /** A genuine token that was made for somebody else. */
  static final class UnacceptableAudience extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnacceptableAudience() {
      super("the token is for another audience");
    }
  }

  private void checkTimes(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant expiry = instant(claims.getExpirationTime());
    if (expiry == null || now.isAfter(expiry.plus(SKEW))) {
      throw new ProviderFailure("the token has expired");
    }
    Instant start = instant(claims.getNotBeforeTime());
    Instant issued = instant(claims.getIssueTime());
    if ((start != null && now.isBefore(start.minus(SKEW)))
        || (issued != null && now.isBefore(issued.minus(SKEW)))) {
      throw new ProviderFailure("the token is from the future");
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
