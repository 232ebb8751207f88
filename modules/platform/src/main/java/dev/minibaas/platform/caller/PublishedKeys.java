package dev.minibaas.platform.caller;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the issuer publishes as a JWK set. They are asked for anew from time to time, as
 * long as there are requests, and at once when a token names a key that isn't known, but no sooner
 * after the last time than a pause: invented key ids don't become requests.
 *
 * <p>While the issuer can't be reached the keys stay as they were, for an hour; then there are
 * none.
 */
public final class PublishedKeys implements KeySource {
  private static final Logger LOG = Log.of(PublishedKeys.class);

  /** Requests that may wait for an answer of the issuer; to more of them a new key is unknown. */
  private static final int MAX_WAITING = 16;

  /**
   * How often the issuer is asked.
   *
   * @param refresh how old the keys may get before they are asked for anew
   * @param pause the least time between two attempts
   * @param timeout of an attempt
   * @param limit from which age on the keys count no more
   */
  record Pace(Duration refresh, Duration pause, Duration timeout, Duration limit) {
    static final Pace USUAL =
        new Pace(
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofHours(1));
  }

  private record State(KeySet keys, long version, long loaded) {}

  private final URI address;
  private final Pace pace;
  private final ReentrantLock asking = new ReentrantLock();
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final AtomicLong due;
  private volatile State state;
  private volatile long attempted;
  private volatile boolean failing;

  public PublishedKeys(URI address) {
    this(address, Pace.USUAL);
  }

  PublishedKeys(URI address, Pace pace) {
    long now = System.nanoTime();
    this.address = address;
    this.pace = pace;
    this.due = new AtomicLong(now);
    this.attempted = now - pace.pause.toNanos();
    this.state = new State(KeySet.EMPTY, 0, now);
  }

  /** The keys that the setting {@code JWKS_URL} names; unset, there are none. */
  public static KeySource from(Settings settings) {
    URI address = address(settings);
    return address == null ? NONE : new PublishedKeys(address);
  }

  /** The setting {@code JWKS_URL}. */
  public static @Nullable URI address(Settings settings) {
    return settings.textOrNull("JWKS_URL") == null
        ? null
        : settings.uri("JWKS_URL", "http://auth:9999/.well-known/jwks.json");
  }

  @Override
  public Set<JWSAlgorithm> algorithms() {
    return KeySet.ALGORITHMS;
  }

  @Override
  public List<Key> find(JWSHeader header) {
    String kid = header.getKeyID();
    if (kid != null && !current().keys.knows(kid)) {
      askFor(kid);
    }
    return current().keys.find(header);
  }

  @Override
  public long version() {
    refreshWhenDue();
    return current().version;
  }

  private State current() {
    State now = state;
    boolean isOld = System.nanoTime() - now.loaded > pace.limit.toNanos();
    return isOld ? new State(KeySet.EMPTY, now.version + 1, now.loaded) : now;
  }

  private void refreshWhenDue() {
    long now = System.nanoTime();
    long at = due.get();
    if (now - at >= 0 && due.compareAndSet(at, now + pace.pause.toNanos())) {
      Thread thread = new Thread(this::refresh, "published-keys");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void refresh() {
    if (asking.tryLock()) {
      try {
        ask();
      } finally {
        asking.unlock();
      }
    }
  }

  private void askFor(String kid) {
    if ((hasJustAsked() && !asking.isLocked()) || !waiting.tryAcquire()) {
      return;
    }
    try {
      if (asking.tryLock(pace.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          // somebody else may have asked meanwhile
          if (!state.keys.knows(kid) && !hasJustAsked()) {
            ask();
          }
        } finally {
          asking.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
  }

  private boolean hasJustAsked() {
    return System.nanoTime() - attempted < pace.pause.toNanos();
  }

  private void ask() {
    attempted = System.nanoTime();
    String problem = null;
    try {
      KeySet keys = KeySet.of(JWKSet.parse(answer()));
      State was = current();
      long version = keys.includes(was.keys) ? was.version : was.version + 1;
      state = new State(keys, version, System.nanoTime());
      due.set(System.nanoTime() + pace.refresh.toNanos());
    } catch (ParseException e) {
      problem = "the answer is no JWK set";
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    }
    tell(problem);
  }

  private String answer() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "application/json").build();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(pace.timeout)
            .build();
    try {
      HttpResponse<String> response =
          client
              .sendAsync(request, BodyHandlers.ofString())
              .get(pace.timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer: " + (e.getCause() == null ? e : e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      client.shutdownNow();
    }
  }

  /** Once when it begins and once when it ends: this is tried often. */
  private void tell(@Nullable String problem) {
    boolean was = failing;
    failing = problem != null;
    if (failing && !was) {
      LOG.log(
          Level.WARNING, "the keys at {0} can''t be read: {1}", new Object[] {address, problem});
    } else if (was && !failing) {
      LOG.log(Level.INFO, "the keys at {0} can be read again", address);
    }
  }
}
