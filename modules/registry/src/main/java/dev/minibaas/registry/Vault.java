package dev.minibaas.registry;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.registry.Registration.Sealed;
import dev.minibaas.registry.VaultKeyStore.Kept;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens connection strings. A key is derived once per version and process; which version
 * seals is asked of the database each time, so that all nodes follow a rotation at once.
 */
final class Vault {
  private static final Logger LOG = Log.of(Vault.class);

  private final String secret;
  private final @Nullable String previous;
  private final VaultKeyStore store = new VaultKeyStore();
  private final Map<Integer, VaultKey> derived = new ConcurrentHashMap<>();

  Vault(RegistryConfig config) {
    this.secret = config.vaultKey();
    this.previous = config.previousVaultKey();
  }

  /** The key that seals now; the first one is made here. */
  VaultKey sealing(ServiceTransaction tx) {
    Kept newest = store.newest(tx).orElse(null);
    if (newest == null) {
      add(tx, 1);
      newest = store.newest(tx).orElseThrow();
    }
    return key(newest);
  }

  /** Makes the next version, of the current secret. */
  VaultKey next(ServiceTransaction tx) {
    int version = store.newest(tx).map(Kept::version).orElse(0) + 1;
    add(tx, version);
    return key(store.byVersion(tx, version).orElseThrow());
  }

  private void add(ServiceTransaction tx, int version) {
    byte[] salt = VaultKey.randomSalt();
    VaultKey key = VaultKey.derived(version, secret, salt);
    if (store.insert(tx, new Kept(version, salt, key.proof()))) {
      LOG.log(Level.INFO, "made key {0} of the vault", version);
    }
  }

  /**
   * The connection string of a registration.
   *
   * @throws ApiError {@code unavailable} when it isn't what was sealed for that registration, or
   *     its key can't be derived: it fails closed
   */
  String open(ServiceTransaction tx, Sealed sealed) {
    String opened = openOrNull(tx, sealed);
    if (opened == null) {
      LOG.log(
          Level.SEVERE,
          "the credentials of database {0} (key {1}) do not open: changed, or of another secret",
          new Object[] {sealed.registration().identity().id(), sealed.keyVersion()});
      throw new ApiError(
          ErrorCode.UNAVAILABLE, "the credentials of this database can't be opened; register anew");
    }
    return opened;
  }

  @Nullable String openOrNull(ServiceTransaction tx, Sealed sealed) {
    VaultKey key = derived.get(sealed.keyVersion());
    if (key == null) {
      Kept kept = store.byVersion(tx, sealed.keyVersion()).orElse(null);
      key = kept == null ? null : keyOrNull(kept);
    }
    return key == null ? null : key.open(sealed.registration().identity(), sealed.connection());
  }

  private VaultKey key(Kept kept) {
    VaultKey key = keyOrNull(kept);
    if (key == null) {
      LOG.log(
          Level.SEVERE,
          "key {0} of the vault is of another secret: set VAULT_ENC_KEY_PREVIOUS to the former"
              + " VAULT_ENC_KEY",
          kept.version());
      throw new ApiError(ErrorCode.UNAVAILABLE, "credentials can't be sealed at the moment");
    }
    return key;
  }

  /** Known by its proof, not by its version alone: a table may have been restored. */
  private @Nullable VaultKey keyOrNull(Kept kept) {
    VaultKey known = derived.get(kept.version());
    if (known != null && known.proves(kept.proof())) {
      return known;
    }
    VaultKey key = VaultKey.derived(kept.version(), secret, kept.salt());
    if (!key.proves(kept.proof()) && previous != null) {
      key = VaultKey.derived(kept.version(), previous, kept.salt());
    }
    if (!key.proves(kept.proof())) {
      return null;
    }
    derived.put(kept.version(), key);
    return key;
  }

  VaultKeyStore keys() {
    return store;
  }
}
