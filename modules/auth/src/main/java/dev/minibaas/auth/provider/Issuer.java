package dev.minibaas.auth.provider;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One issuer's document and keys, remembered for a while. */
final class Issuer {
  private static final Duration KEEP = Duration.ofHours(1);

  /** An unknown key is asked for again, but not at the pace of forged tokens. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final String url;
  private final ProviderCalls calls;
  private final Clock clock;
  private volatile @Nullable Kept<Discovery> discovery;
  private volatile @Nullable Kept<JWKSet> keys;

  private record Kept<T>(T value, Instant since) {
    boolean isYounger(Duration age, Instant now) {
      return now.isBefore(since.plus(age));
    }
  }

  Issuer(String url, ProviderCalls calls, Clock clock) {
    this.url = url;
    this.calls = calls;
    this.clock = clock;
  }

  String url() {
    return url;
  }

  Discovery discovery() {
    Kept<Discovery> kept = discovery;
    if (kept == null || !kept.isYounger(KEEP, clock.instant())) {
      kept =
          new Kept<>(
              Discovery.of(calls.get(Discovery.addressOf(url), Map.of()), url), clock.instant());
      discovery = kept;
    }
    return kept.value();
  }

  JWKSet keys() {
    Kept<JWKSet> kept = keys;
    return kept != null && kept.isYounger(KEEP, clock.instant()) ? kept.value() : fetch();
  }

  /** After a key wasn't among those remembered: it may be new. */
  JWKSet newKeys() {
    Kept<JWKSet> kept = keys;
    return kept != null && kept.isYounger(AGAIN, clock.instant()) ? kept.value() : fetch();
  }

  private JWKSet fetch() {
    try {
      JWKSet set = JWKSet.parse(calls.get(discovery().jwks(), Map.of()).toString());
      keys = new Kept<>(set, clock.instant());
      return set;
    } catch (ParseException e) {
      throw new ProviderFailure("the keys of " + url + " can't be read", e);
    }
  }
}
