package dev.minibaas.auth.key;

import com.nimbusds.jose.jwk.JWK;
import dev.minibaas.auth.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code minibaas_auth.signing_keys}. */
final class SigningKeyStore {
  private static final String COLUMNS =
      """
      select kid, algorithm, public_jwk::text as public_jwk, sealed_private_jwk, created_at,
             active_from, verify_until
      from minibaas_auth.signing_keys
      """;

  private static final String IN_USE =
      COLUMNS
          + """
          where verify_until is null or verify_until > now()
          order by active_from desc, created_at desc, kid
          """;

  private static final String INSERT =
      """
      insert into minibaas_auth.signing_keys (
        kid, algorithm, public_jwk, sealed_private_jwk, active_from, verify_until)
      values (?, ?, ?::jsonb, ?, now() + make_interval(secs => ?), now() + make_interval(secs => ?))
      on conflict do nothing
      """;

  // what the other keys have signed by then will have expired by this
  private static final String TAKE_OVER =
      """
      update minibaas_auth.signing_keys
      set verify_until = now() + make_interval(secs => ?)
      where verify_until is null and kid <> ?
      """;

  List<SigningKey> inUse(Tx tx) {
    return tx.all(IN_USE, SigningKeyStore::read);
  }

  Optional<SigningKey> byId(Tx tx, String kid) {
    return tx.first(COLUMNS + "where kid = ?", SigningKeyStore::read, kid);
  }

  /** One change of keys at a time; readers aren't held up. */
  void lock(Tx tx) {
    tx.change("lock table minibaas_auth.signing_keys in share row exclusive mode");
  }

  /**
   * Whether the key was written; not when there is one of its id.
   *
   * @param wait until it signs
   * @param end after which it verifies no more; null for none yet
   */
  boolean insert(
      Tx tx, JWK publicKey, byte @Nullable [] sealed, Duration wait, @Nullable Duration end) {
    return tx.change(
            INSERT,
            publicKey.getKeyID(),
            publicKey.getAlgorithm().getName(),
            publicKey.toJSONString(),
            sealed,
            (double) wait.toSeconds(),
            end == null ? null : (double) end.toSeconds())
        == 1;
  }

  /** Lets the key take the place of all others, which go on verifying for a while. */
  void takeOver(Tx tx, String kid, Duration rest) {
    tx.change(TAKE_OVER, (double) rest.toSeconds(), kid);
  }

  boolean delete(Tx tx, String kid) {
    return tx.change("delete from minibaas_auth.signing_keys where kid = ?", kid) == 1;
  }

  void deleteExpired(Tx tx) {
    tx.change("delete from minibaas_auth.signing_keys where verify_until <= now()");
  }

  private static SigningKey read(ResultSet row) throws SQLException {
    return new SigningKey(
        row.getString("kid"),
        row.getString("algorithm"),
        parsed(row.getString("public_jwk")),
        row.getBytes("sealed_private_jwk"),
        instant(row, "created_at"),
        instant(row, "active_from"),
        Tx.instant(row, "verify_until"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(Tx.instant(row, column));
  }

  private static JWK parsed(String json) {
    try {
      return JWK.parse(json);
    } catch (ParseException e) {
      throw new IllegalStateException("minibaas_auth.signing_keys holds no JWK", e);
    }
  }
}
