package dev.minibaas.auth.session;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a session needs for tokens of the second kind: its own key, and the number of the token that
 * is good now.
 *
 * @param key base64url, as it is kept
 */
record Chain(UUID sessionId, String key, long counter) {
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static Chain begin(UUID sessionId) {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return new Chain(sessionId, Base64.getUrlEncoder().withoutPadding().encodeToString(key), 0);
  }

  /** Empty for a session that has none, or whose key GoTrue keeps encrypted. */
  static Optional<Chain> of(UUID sessionId, @Nullable String key, @Nullable Long counter) {
    if (key == null || counter == null || !key.matches("[A-Za-z0-9_-]{43}")) {
      return Optional.empty();
    }
    return Optional.of(new Chain(sessionId, key, counter));
  }

  Chain next() {
    return new Chain(sessionId, key, counter + 1);
  }

  /** The token that is good now. */
  String token() {
    return SignedRefreshToken.encode(sessionId, counter, bytes());
  }

  boolean signed(SignedRefreshToken token) {
    return token.isSignedWith(bytes());
  }

  private byte[] bytes() {
    return Base64.getUrlDecoder().decode(key);
  }

  /** The key stays out of logs. */
  @Override
  public String toString() {
    return "Chain[" + sessionId + ", " + counter + "]";
  }
}
