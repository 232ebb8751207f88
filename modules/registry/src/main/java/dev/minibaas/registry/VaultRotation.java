package dev.minibaas.registry;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.platform.sql.ServiceTransactions;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.registry.Registration.Sealed;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Seals every connection string with a new key, while reads and writes go on: each row changes in
 * one statement together with the version of its key, and only if it is still what was read.
 */
final class VaultRotation {
  private static final Logger LOG = Log.of(VaultRotation.class);
  private static final int BATCH = 50;
  private static final UUID FIRST = new UUID(0, 0);
  private static final Tenant ALL = new Tenant.All();

  private final ServiceTransactions transactions;
  private final Vault vault;
  private final DatabaseStore store = new DatabaseStore();

  VaultRotation(ServiceTransactions transactions, Vault vault) {
    this.transactions = transactions;
    this.vault = vault;
  }

  /** {@code {"version","rewrapped","failed":[ids],"versions":[…]}}. */
  JsonObject rotate() {
    VaultKey key = transactions.in(ALL.settings(), vault::next);
    List<UUID> failed = new ArrayList<>();
    int rewrapped = pass(key, failed);
    // what was sealed by a node that had just asked for the key before this one
    rewrapped += pass(key, new ArrayList<>());
    deleteUnused(key);
    LOG.log(
        Level.INFO,
        "key {0} of the vault: {1} sealed anew, {2} failed",
        new Object[] {key.version(), rewrapped, failed.size()});
    return answer(key, rewrapped, failed);
  }

  private int pass(VaultKey key, List<UUID> failed) {
    int rewrapped = 0;
    UUID after = FIRST;
    while (true) {
      UUID from = after;
      List<Sealed> batch =
          transactions.in(
              ALL.settings(), tx -> store.sealedOtherwise(tx, key.version(), from, BATCH));
      if (batch.isEmpty()) {
        return rewrapped;
      }
      rewrapped += transactions.in(ALL.settings(), tx -> rewrap(tx, batch, key, failed));
      after = batch.getLast().registration().identity().id();
    }
  }

  private int rewrap(ServiceTransaction tx, List<Sealed> batch, VaultKey key, List<UUID> failed) {
    int rewrapped = 0;
    for (Sealed each : batch) {
      Registration.Identity identity = each.registration().identity();
      String connection = vault.openOrNull(tx, each);
      if (connection == null) {
        failed.add(identity.id());
      } else if (store.rewrap(tx, each, key.seal(identity, connection), key.version())) {
        rewrapped++;
      }
    }
    return rewrapped;
  }

  private void deleteUnused(VaultKey key) {
    try {
      transactions.in(
          ALL.settings(),
          tx -> {
            vault.keys().deleteUnusedBefore(tx, key.version());
            return key;
          });
    } catch (SqlFailure e) {
      // a row was sealed with it this moment: the next rotation takes it away
      LOG.log(Level.INFO, "an older key of the vault stays: {0}", e.serverMessage());
    }
  }

  private JsonObject answer(VaultKey key, int rewrapped, List<UUID> failed) {
    JsonArrayBuilder ids = Json.createArrayBuilder();
    failed.forEach(id -> ids.add(id.toString()));
    JsonArrayBuilder versions = Json.createArrayBuilder();
    transactions.in(tx -> vault.keys().versions(tx)).forEach(versions::add);
    return Json.createObjectBuilder()
        .add("version", key.version())
        .add("rewrapped", rewrapped)
        .add("failed", ids)
        .add("versions", versions)
        .build();
  }
}
