package dev.minibaas.auth.key;

import com.nimbusds.jose.jwk.JWK;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code minibaas_auth.signing_keys}.
 *
 * @param publicKey with its {@code alg} and {@code use}, as it is published
 * @param sealedPrivateKey null for a key that only verifies
 * @param activeFrom when it begins to sign
 * @param verifyUntil when the last token that it signed has expired; null while it is in use
 */
record SigningKey(
    String kid,
    String algorithm,
    JWK publicKey,
    byte @Nullable [] sealedPrivateKey,
    Instant createdAt,
    Instant activeFrom,
    @Nullable Instant verifyUntil) {

  /** Whether what it signs now can still be verified when it expires. */
  boolean signsAt(Instant now, Instant expiry) {
    return sealedPrivateKey != null
        && !activeFrom.isAfter(now)
        && (verifyUntil == null || verifyUntil.isAfter(expiry));
  }
}
