package dev.minibaas.platform.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import dev.minibaas.platform.caller.InvalidToken.Reason;
import java.security.Key;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies tokens by a policy, and remembers a verified one until it expires. */
public final class TokenVerifier {
  /** Longer ones are refused unread: header lines are bounded, but a body may carry tokens too. */
  private static final int MAX_LENGTH = 16 * 1024;

  private final TokenPolicy policy;
  private final Clock clock;
  private final @Nullable Duration longest;
  private volatile Remembered remembered;

  /** Tokens that were verified with the published keys of one version. */
  private record Remembered(long version, VerifiedTokens tokens) {}

  public TokenVerifier(TokenPolicy policy) {
    this(policy, Clock.systemUTC());
  }

  public TokenVerifier(TokenPolicy policy, Clock clock) {
    this(policy, clock, null);
  }

  /**
   * @param remembered for how long at most a verified token is; null until it expires
   */
  public TokenVerifier(TokenPolicy policy, Clock clock, @Nullable Duration remembered) {
    this.policy = policy;
    this.clock = clock;
    this.longest = remembered;
    this.remembered = new Remembered(0, new VerifiedTokens(clock, remembered));
  }

  /** The bearer of the token, from the cache when it was verified before. */
  public Caller verify(String token) throws InvalidToken {
    VerifiedTokens verified = verified();
    Caller known = verified.get(token);
    if (known != null) {
      return known;
    }
    SignedJWT jwt = parse(token);
    verifySignature(jwt);
    JWTClaimsSet claims = claims(jwt);
    Instant end = verifyTimes(claims);
    verifyAudience(claims);
    Caller caller = caller(token, jwt);
    verified.put(token, caller, end);
    return caller;
  }

  /** What is put there later than a key was taken away is never found again. */
  private VerifiedTokens verified() {
    long version = policy.published().version();
    Remembered now = remembered;
    if (now.version != version) {
      now = new Remembered(version, new VerifiedTokens(clock, longest));
      remembered = now;
    }
    return now.tokens;
  }

  private static SignedJWT parse(String token) throws InvalidToken {
    if (token.length() > MAX_LENGTH) {
      throw new InvalidToken(Reason.MALFORMED, "the token is too long");
    }
    try {
      if (JWTParser.parse(token) instanceof SignedJWT signed) {
        return signed;
      }
    } catch (ParseException e) {
      throw new InvalidToken(Reason.MALFORMED, "the token is malformed");
    } catch (IllegalArgumentException e) {
      // the parser's own checks of odd headers
      throw new InvalidToken(Reason.MALFORMED, "the token is malformed");
    }
    throw new InvalidToken(Reason.ALGORITHM, "the token is not signed");
  }

  private void verifySignature(SignedJWT jwt) throws InvalidToken {
    JWSHeader header = jwt.getHeader();
    if (!policy.accepts(header.getAlgorithm())) {
      throw new InvalidToken(Reason.ALGORITHM, "the token's algorithm is not accepted");
    }
    for (Key key : policy.candidates(header)) {
      if (isSignedWith(key, jwt, header)) {
        return;
      }
    }
    throw new InvalidToken(Reason.SIGNATURE, "the token's signature is invalid");
  }

  /** A key that can't be used with the algorithm didn't sign; another of the set may have. */
  private static boolean isSignedWith(Key key, SignedJWT jwt, JWSHeader header) {
    try {
      JWSVerifier verifier = new DefaultJWSVerifierFactory().createJWSVerifier(header, key);
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }

  private static JWTClaimsSet claims(SignedJWT jwt) throws InvalidToken {
    try {
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (claims != null) {
        return claims;
      }
    } catch (ParseException e) {
      throw new InvalidToken(Reason.CLAIMS, "the token's claims are malformed");
    }
    throw new InvalidToken(Reason.CLAIMS, "the token's claims are not a JSON object");
  }

  /** Returns the moment from which the token is not accepted any more. */
  private Instant verifyTimes(JWTClaimsSet claims) throws InvalidToken {
    Instant now = clock.instant();
    Duration skew = policy.clockSkew();
    Instant expiration = instant(claims.getExpirationTime());
    if (expiration != null && !now.isBefore(expiration.plus(skew))) {
      throw new InvalidToken(Reason.EXPIRED, "the token has expired");
    }
    Instant notBefore = instant(claims.getNotBeforeTime());
    if (notBefore != null && now.isBefore(notBefore.minus(skew))) {
      throw new InvalidToken(Reason.NOT_YET_VALID, "the token is not valid yet");
    }
    Instant issuedAt = instant(claims.getIssueTime());
    if (issuedAt != null && now.isBefore(issuedAt.minus(skew))) {
      throw new InvalidToken(Reason.ISSUED_IN_FUTURE, "the token was issued in the future");
    }
    return expiration == null ? Instant.MAX : expiration.plus(skew);
  }

  private void verifyAudience(JWTClaimsSet claims) throws InvalidToken {
    String audience = policy.audience();
    if (audience != null
        && !claims.getAudience().isEmpty()
        && !claims.getAudience().contains(audience)) {
      throw new InvalidToken(Reason.AUDIENCE, "the token is for another audience");
    }
  }

  private Caller caller(String token, SignedJWT jwt) {
    Map<String, Object> payload = jwt.getPayload().toJSONObject();
    String named = policy.role().apply(payload);
    String role = named == null ? policy.fallbackRole() : named;
    return Caller.ofClaims(payload, role, token);
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
