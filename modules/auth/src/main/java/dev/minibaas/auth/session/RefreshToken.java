package dev.minibaas.auth.session;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token that can be changed for a session's next one, once.
 *
 * @param parent the token it was given for
 * @param reusable whether its last use is so recent that a repetition is taken for a lost answer
 */
record RefreshToken(
    long id,
    String token,
    @Nullable String parent,
    boolean revoked,
    boolean reusable,
    @Nullable Instant updatedAt,
    UUID userId,
    @Nullable UUID sessionId) {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A fresh token's text. */
  static String fresh() {
    StringBuilder token = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      token.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return token.toString();
  }

  /** Whether the text can be such a token; any other must be one of the second kind. */
  static boolean isOfItsLength(String text) {
    return text.length() == LENGTH;
  }
}
