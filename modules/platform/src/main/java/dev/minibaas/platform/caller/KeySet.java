package dev.minibaas.platform.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usable public keys of a JWK set: RSA of 2048 bits or more for RS256, P-256 for ES256, each
 * with a {@code kid}. All else in the set is passed over, symmetric keys above all.
 */
public final class KeySet {
  /** What the keys may sign with. */
  public static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  public static final KeySet EMPTY = new KeySet(Map.of());

  private static final int RSA_BITS = 2048;

  private record Entry(JWSAlgorithm algorithm, Key key) {}

  private final Map<String, Entry> entries;

  private KeySet(Map<String, Entry> entries) {
    this.entries = Map.copyOf(entries);
  }

  public static KeySet of(JWKSet set) {
    Map<String, Entry> entries = new HashMap<>();
    for (JWK jwk : set.getKeys()) {
      Entry entry = entry(jwk);
      if (entry != null) {
        entries.put(jwk.getKeyID(), entry);
      }
    }
    return new KeySet(entries);
  }

  private static @Nullable Entry entry(JWK jwk) {
    boolean isForOtherUse = jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    if (jwk.getKeyID() == null || isForOtherUse) {
      return null;
    }
    try {
      return switch (jwk) {
        case RSAKey rsa when rsa.size() >= RSA_BITS && isFor(jwk, JWSAlgorithm.RS256) ->
            new Entry(JWSAlgorithm.RS256, rsa.toPublicKey());
        case ECKey ec when ec.getCurve().equals(Curve.P_256) && isFor(jwk, JWSAlgorithm.ES256) ->
            new Entry(JWSAlgorithm.ES256, ec.toPublicKey());
        default -> null;
      };
    } catch (JOSEException e) {
      return null; // no point of its curve, or the like: as good as absent
    }
  }

  private static boolean isFor(JWK jwk, JWSAlgorithm algorithm) {
    return jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(algorithm);
  }

  /** The key of the header's {@code kid}, when its algorithm is the header's. */
  public List<Key> find(JWSHeader header) {
    Entry entry = header.getKeyID() == null ? null : entries.get(header.getKeyID());
    return entry != null && entry.algorithm.equals(header.getAlgorithm())
        ? List.of(entry.key)
        : List.of();
  }

  public boolean knows(String kid) {
    return entries.containsKey(kid);
  }

  /** Whether every key of the other set is in this one, unchanged. */
  public boolean includes(KeySet other) {
    return entries.entrySet().containsAll(other.entries.entrySet());
  }
}
