package dev.minibaas.auth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Objects;

/**
 * Changes the key that signs. The new one is published at once and signs a little later; the old
 * one verifies until the last token that it signed has expired.
 */
public final class KeyRotation {
  /** Nodes that learn of a new key late, and clocks that differ. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final AuthConfig config;
  private final Transactions transactions;
  private final KeyRing ring;
  private final KeySeal seal;
  private final SigningKeyStore store = new SigningKeyStore();

  public KeyRotation(AuthConfig config, Transactions transactions, KeyRing ring) {
    this.config = config;
    this.transactions = transactions;
    this.ring = ring;
    this.seal = new KeySeal(config.keyConfig().sealSecret());
  }

  /** Makes a key take the place of the others. */
  JsonObject rotate(Call call, RequestBody body) {
    check(call);
    JWSAlgorithm algorithm = algorithm(body.text("algorithm"));
    Duration lead = config.keyConfig().lead();
    JWK key = Keys.fresh(algorithm);
    SigningKey made =
        transactions.in(tx -> {
          store.lock(tx);
          store.deleteExpired(tx);
          insert(tx, key, algorithm, lead);
          return store.byId(tx, key.getKeyID()).orElseThrow();
        });
    ring.refresh();
    return json(made);
  }

  private boolean insert(Tx tx, JWK key, JWSAlgorithm algorithm, Duration lead) {
    byte[] sealed = seal.seal(key.getKeyID(), key.toJSONString());
    boolean inserted = store.insert(tx, Keys.publicHalf(key, algorithm), sealed, lead, null);
    if (inserted) {
      store.takeOver(tx, key.getKeyID(), lead.plus(rest()));
    }
    return inserted;
  }

  private Duration rest() {
    return config.jwt().lifetime().plus(MARGIN);
  }

  JsonObject list(Call call) {
    check(call);
    JsonArrayBuilder keys = JsonValues.array();
    transactions.read(store::inUse).forEach(key -> keys.add(json(key)));
    return JsonValues.object().add("keys", keys).build();
  }

  /** Takes a key out at once, with every token that it signed. */
  void delete(Call call, String kid) {
    check(call);
    if (kid.indexOf('\0') >= 0 || !transactions.in(tx -> store.delete(tx, kid))) {
      throw AuthFailure.notFound(ErrorCode.NOT_FOUND, "There is no such key");
    }
    ring.refresh();
  }

  /**
   * Takes over the keys of {@code GOTRUE_JWT_KEYS} that aren't known yet. The one that is to sign
   * does so at once, unless a key of ours is newer: then it is past, like those that only verify.
   */
  public void takeOverImported() {
    if (config.keyConfig().imported().isEmpty()) {
      return;
    }
    transactions.in(tx -> {
      store.lock(tx);
      boolean isFirst = store.inUse(tx).isEmpty();
      // the signing one last, so that it takes the place of the others
      config.keyConfig().imported().stream()
          .sorted((a, b) -> Boolean.compare(ImportedKeys.isSigning(a), ImportedKeys.isSigning(b)))
          .forEach(key -> takeOver(tx, key, isFirst));
      return isFirst;
    });
  }

  private void takeOver(Tx tx, JWK key, boolean isFirst) {
    JWSAlgorithm algorithm = Objects.requireNonNull(ImportedKeys.algorithm(key));
    if (isFirst && ImportedKeys.isSigning(key)) {
      insert(tx, key, algorithm, Duration.ZERO);
    } else {
      store.insert(tx, Keys.publicHalf(key, algorithm), null, Duration.ZERO, rest());
    }
  }

  private static JWSAlgorithm algorithm(String name) {
    return switch (name) {
      case "", "ES256" -> JWSAlgorithm.ES256;
      case "RS256" -> JWSAlgorithm.RS256;
      default -> throw AuthFailure.invalid("algorithm must be ES256 or RS256");
    };
  }

  private void check(Call call) {
    if (!call.authorized()) {
      throw AuthFailure.unauthorized(
          ErrorCode.NO_AUTHORIZATION, "This endpoint requires a valid Bearer token");
    }
    if (!call.isAdmin(config.jwt())) {
      throw AuthFailure.forbidden(ErrorCode.NOT_ADMIN, "User not allowed");
    }
  }

  private static JsonObject json(SigningKey key) {
    JsonObjectBuilder json =
        JsonValues.object()
            .add("kid", key.kid())
            .add("algorithm", key.algorithm())
            .add("signs", key.sealedPrivateKey() != null)
            .add("created_at", key.createdAt().toString())
            .add("active_from", key.activeFrom().toString());
    if (key.verifyUntil() != null) {
      json.add("verify_until", key.verifyUntil().toString());
    }
    return json.build();
  }
}
