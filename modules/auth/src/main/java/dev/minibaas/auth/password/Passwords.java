package dev.minibaas.auth.password;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Hashes and compares passwords with bcrypt.
 *
 * <p>A hash costs a core some 60 ms, on purpose; so only as many are computed at a time as there
 * are workers, and who has waited for one too long is told to come back.
 */
public final class Passwords {
  private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]?\\$\\d\\d\\$[./A-Za-z0-9]{53}");
  private static final int COST = 10;
  private static final long PATIENCE_SECONDS = 8;

  /** A hash of nothing anybody knows: comparing with it takes as long as with a real one. */
  static final String NOBODYS = "$2a$10$C6UzMDM.H6dfI/f/IKxGhuS7pP1WQIyB6Bvn8Hg6Jc3GM6T9zXn4W";

  private final Semaphore workers;

  public Passwords(AuthConfig.Password config) {
    this.workers = new Semaphore(config.workers(), true);
  }

  /** The bcrypt hash of a password of at most 72 bytes. */
  public String hash(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return worked(
        () -> new String(BCrypt.withDefaults().hash(COST, bytes), StandardCharsets.US_ASCII));
  }

  /** Whether the password belongs to the hash; an empty hash costs the same time and never fits. */
  public boolean matches(String password, String hash) {
    // what isn't wholly a hash is refused by the library at once, which would tell it apart
    boolean comparable = BCRYPT.matcher(hash).matches();
    boolean fits = worked(() -> compare(password, comparable ? hash : NOBODYS));
    return comparable && fits;
  }

  private static boolean compare(String password, String hash) {
    // longer passwords than 72 bytes can come from an import: bcrypt never saw their rest
    BCrypt.Verifyer verifyer =
        BCrypt.verifyer(
            BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A));
    return verifyer.verify(
            password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8))
        .verified;
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
