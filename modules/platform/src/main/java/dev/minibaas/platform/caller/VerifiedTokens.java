package dev.minibaas.platform.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that passed verification, by their SHA-256: a lookup costs a hash instead of a signature
 * and a JSON parse. An entry counts until its token expires.
 */
final class VerifiedTokens {
  /** What the entries may take together; by a token's length, for its claims are kept thrice. */
  private static final long MAX_BYTES = 8 << 20;

  private static final int BYTES_PER_CHARACTER = 6;

  private record Entry(Caller caller, Instant end) {}

  private final Clock clock;
  private final @Nullable Duration longest;
  private final Cache<String, Entry> entries =
      Caffeine.newBuilder().maximumWeight(MAX_BYTES).weigher(VerifiedTokens::bytes).build();

  /**
   * @param longest that an entry counts; zero for not at all, null for until the token expires
   */
  VerifiedTokens(Clock clock, @Nullable Duration longest) {
    this.clock = clock;
    this.longest = longest;
  }

  private static int bytes(String key, Entry entry) {
    String token = entry.caller.token();
    return 500 + BYTES_PER_CHARACTER * (token == null ? 0 : token.length());
  }

  @Nullable Caller get(String token) {
    if (longest != null && longest.isZero()) {
      return null;
    }
    String key = hash(token);
    Entry entry = entries.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    if (entry.end != Instant.MAX && !clock.instant().isBefore(entry.end)) {
      entries.invalidate(key);
      return null;
    }
    return entry.caller;
  }

  void put(String token, Caller caller, Instant end) {
    Instant latest = longest == null ? Instant.MAX : clock.instant().plus(longest);
    entries.put(hash(token), new Entry(caller, latest.isBefore(end) ? latest : end));
  }

  private static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return new String(digest, StandardCharsets.ISO_8859_1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
