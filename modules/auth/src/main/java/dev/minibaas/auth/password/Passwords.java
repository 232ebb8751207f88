package dev.minibaas.auth.password;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes passwords with the configured scheme and compares them with hashes of any known one.
 *
 * <p>A hash costs a core some 60 ms, on purpose; so only as many are computed at a time as there
 * are workers, and who has waited for one too long is told to come back.
 */
public final class Passwords {
  private static final long PATIENCE_SECONDS = 8;

  /** A hash of nothing anybody knows: comparing with it takes as long as with a real one. */
  static final String NOBODYS = "$2a$10$C6UzMDM.H6dfI/f/IKxGhuS7pP1WQIyB6Bvn8Hg6Jc3GM6T9zXn4W";

  private static final String NOBODYS_ARGON2 =
      "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzYWx0IQ$"
          + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  private final Semaphore workers;
  private final boolean argon2;
  private final PasswordHash nobodys;

  public Passwords(AuthConfig config) {
    this(config.password(), config.passwordConfig().scheme());
  }

  /** With bcrypt. */
  public Passwords(AuthConfig.Password config) {
    this(config, BcryptHash.SCHEME);
  }

  private Passwords(AuthConfig.Password config, String scheme) {
    this.workers = new Semaphore(config.workers(), true);
    this.argon2 = scheme.equals(Argon2Hash.SCHEME);
    this.nobodys = PasswordHash.parse(argon2 ? NOBODYS_ARGON2 : NOBODYS).orElseThrow();
  }

  /** Whether the text is wholly a hash that a password can be held against. */
  public static boolean isHash(String text) {
    return PasswordHash.parse(text).isPresent();
  }

  /** The hash of a password of at most 72 bytes. */
  public String hash(String password) {
    byte[] bytes = bytes(password);
    return worked(() -> argon2 ? Argon2Hash.make(bytes) : BcryptHash.make(bytes));
  }

  /** Whether the password belongs to the hash; an empty hash costs the same time and never fits. */
  public boolean matches(String password, String hash) {
    // what isn't wholly a hash would be refused at once, which would tell it apart
    Optional<PasswordHash> comparable = PasswordHash.parse(hash);
    boolean fits = worked(() -> comparable.orElse(nobodys).matches(bytes(password)));
    return comparable.isPresent() && fits;
  }

  /**
   * Whether the right password of this hash is to be hashed anew: the hash is of another scheme
   * than the configured one, or weaker than those made today.
   */
  public boolean isOutdated(String password, String hash) {
    if (!argon2 && bytes(password).length > BcryptHash.MAX_BYTES) {
      return false; // bcrypt would forget the rest of it
    }
    String scheme = argon2 ? Argon2Hash.SCHEME : BcryptHash.SCHEME;
    return PasswordHash.parse(hash)
        .filter(known -> !known.scheme().equals(scheme) || known.isWeak())
        .isPresent();
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  private <T> T worked(Supplier<T> work) {
    try {
      if (!workers.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw overloaded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded();
    }
    try {
      return work.get();
    } finally {
      workers.release();
    }
  }

  private static AuthFailure overloaded() {
    return AuthFailure.tooManyRequests(
        ErrorCode.OVER_REQUEST_RATE_LIMIT, "Request rate limit reached");
  }
}
