package dev.minibaas.registry;

import dev.minibaas.platform.sql.ServiceTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table {@code minibaas_registry.vault_keys}: what keys are derived with, never a key. */
final class VaultKeyStore {
  private static final String SELECT =
      "select version, salt, proof from minibaas_registry.vault_keys ";

  // conflict: another node has made the same version at this moment, which will do
  private static final String INSERT =
      """
      insert into minibaas_registry.vault_keys (version, salt, proof) values (?, ?, ?)
      on conflict do nothing
      """;

  private static final String UNUSED =
      """
      delete from minibaas_registry.vault_keys as k
      where k.version < ? and not exists (
        select from minibaas_registry.databases d where d.key_version = k.version)
      """;

  /** A version as it is kept. */
  record Kept(int version, byte[] salt, byte[] proof) {}

  Optional<Kept> newest(ServiceTransaction tx) {
    return tx.first(SELECT + "order by version desc limit 1", VaultKeyStore::read);
  }

  Optional<Kept> byVersion(ServiceTransaction tx, int version) {
    return tx.first(SELECT + "where version = ?", VaultKeyStore::read, version);
  }

  List<Integer> versions(ServiceTransaction tx) {
    return tx.all(SELECT + "order by version", row -> row.getInt("version"));
  }

  boolean insert(ServiceTransaction tx, Kept key) {
    return tx.change(INSERT, key.version(), key.salt(), key.proof()) == 1;
  }

  void deleteUnusedBefore(ServiceTransaction tx, int version) {
    tx.change(UNUSED, version);
  }

  private static Kept read(ResultSet row) throws SQLException {
    return new Kept(row.getInt("version"), row.getBytes("salt"), row.getBytes("proof"));
  }
}
