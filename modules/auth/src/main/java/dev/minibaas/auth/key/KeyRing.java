package dev.minibaas.auth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.platform.caller.KeySet;
import dev.minibaas.platform.caller.KeySource;
import dev.minibaas.platform.log.Log;
import java.security.Key;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the database as this node knows them: read every few seconds, so that all nodes
 * follow a change before the new key signs. Without a key that can sign, the shared secret does.
 */
public final class KeyRing implements KeySource, TokenSigner, AutoCloseable {
  private static final Logger LOG = Log.of(KeyRing.class);
  private static final int REFRESH_SECONDS = 5;
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Transactions transactions;
  private final KeySeal seal;
  private final Duration lifetime;
  private final Clock clock;
  private final TokenSigner secret;
  private final SigningKeyStore store = new SigningKeyStore();
  private final AtomicLong asked = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(KeyRing::daemon);
  private volatile State state = new State(List.of(), KeySet.EMPTY, 0);
  private volatile boolean failing;
  private volatile @Nullable Runnable pending;

  /** A key that can sign, with what it takes to. */
  private record Usable(SigningKey key, @Nullable TokenSigner signer) {}

  private record State(List<Usable> keys, KeySet verifying, long version) {}

  public KeyRing(AuthConfig config, Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.seal = new KeySeal(config.keyConfig().sealSecret());
    this.lifetime = config.jwt().lifetime();
    this.clock = clock;
    this.secret = TokenSigner.ofSecret(config.jwt().secret());
  }

  /**
   * Begins to follow the database.
   *
   * @param first done before the keys are read for the first time, again when the database fails
   */
  public KeyRing start(Runnable first) {
    pending = first;
    refresh();
    thread.scheduleWithFixedDelay(
        this::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  @Override
  public String sign(String claims) {
    Instant now = clock.instant();
    Instant expiry = now.plus(lifetime);
    for (Usable usable : state.keys) {
      if (usable.signer != null && usable.key.signsAt(now, expiry)) {
        return usable.signer.sign(claims);
      }
    }
    return secret.sign(claims);
  }

  @Override
  public Set<JWSAlgorithm> algorithms() {
    return KeySet.ALGORITHMS;
  }

  @Override
  public List<Key> find(JWSHeader header) {
    String kid = header.getKeyID();
    if (kid != null && !state.verifying.knows(kid)) {
      refreshUnlessJustDone();
    }
    return state.verifying.find(header);
  }

  @Override
  public long version() {
    return state.version;
  }

  /** The public keys, those included that don't sign yet or any more. */
  JWKSet published() {
    return new JWKSet(state.keys.stream().map(usable -> usable.key.publicKey()).toList());
  }

  /** Invented key ids don't become queries. */
  private void refreshUnlessJustDone() {
    long now = System.nanoTime();
    long before = asked.get();
    if (now - before >= PAUSE_NANOS && asked.compareAndSet(before, now)) {
      refresh();
    }
  }

  /** Reads the keys; what can't be read stays as it was. */
  void refresh() {
    try {
      Runnable first = pending;
      if (first != null) {
        first.run();
        pending = null;
      }
      take(transactions.read(store::inUse));
      failing = false;
    } catch (DatabaseFailure e) {
      if (!failing) {
        LOG.log(Level.WARNING, "the keys of tokens can''t be read: {0}", e.getMessage());
      }
      failing = true;
    }
  }

  private synchronized void take(List<SigningKey> keys) {
    State was = state;
    List<Usable> usable = new ArrayList<>();
    for (SigningKey key : keys) {
      usable.add(known(was, key));
    }
    KeySet verifying = KeySet.of(new JWKSet(keys.stream().map(SigningKey::publicKey).toList()));
    long version = verifying.includes(was.verifying) ? was.version : was.version + 1;
    state = new State(List.copyOf(usable), verifying, version);
  }

  /** A key is opened once. */
  private Usable known(State was, SigningKey key) {
    return was.keys.stream()
        .filter(usable -> usable.key.kid().equals(key.kid()))
        .findFirst()
        .map(usable -> new Usable(key, usable.signer))
        .orElseGet(() -> new Usable(key, signer(key)));
  }

  private @Nullable TokenSigner signer(SigningKey key) {
    byte[] sealed = key.sealedPrivateKey();
    if (sealed == null) {
      return null;
    }
    String opened = seal.open(key.kid(), sealed);
    if (opened == null) {
      LOG.log(
          Level.SEVERE,
          "the key {0} was sealed with another secret and doesn''t sign: set AUTH_KEYS_SECRET to"
              + " that one, or make a new key",
          key.kid());
      return null;
    }
    try {
      JWK jwk = JWK.parse(opened);
      JWSSigner signer =
          jwk instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(jwk.toECKey());
      return TokenSigner.of(JWSAlgorithm.parse(key.algorithm()), key.kid(), signer);
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException("the private half of key " + key.kid() + " is unusable", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "auth-keys");
    thread.setDaemon(true);
    // whoever happens to start the thread: it must see this application's libraries
    thread.setContextClassLoader(KeyRing.class.getClassLoader());
    return thread;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
