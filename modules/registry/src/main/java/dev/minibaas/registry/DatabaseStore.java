package dev.minibaas.registry;

import static dev.minibaas.platform.sql.ServiceTransaction.instant;
import static dev.minibaas.platform.sql.ServiceTransaction.instantOrNull;
import static dev.minibaas.platform.sql.ServiceTransaction.text;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.registry.Registration.Identity;
import dev.minibaas.registry.Registration.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code minibaas_registry.databases}. Row-level security decides which rows it has. */
final class DatabaseStore {
  private static final String COLUMNS =
      """
      id, tenant_id, engine, name, connection_sealed, key_version, options::text as options,
      revision, created_at, updated_at, last_healthy_at
      """;

  private static final String SELECT = "select " + COLUMNS + " from minibaas_registry.databases ";

  private static final String PAGE =
      SELECT + "order by created_at desc, id limit ?::int4 offset ?::int4";

  private static final String INSERT =
      """
      insert into minibaas_registry.databases (
        id, tenant_id, engine, name, connection_sealed, key_version, options)
      values (?, ?, ?, ?, ?, ?, ?::jsonb)
      returning
      """
          + COLUMNS;

  private static final String UPDATE =
      """
      update minibaas_registry.databases
      set name = ?, connection_sealed = ?, key_version = ?, options = ?::jsonb,
        revision = revision + 1, updated_at = now()
      where id = ? and revision = ?
      returning
      """
          + COLUMNS;

  // at most once a minute, so that a busy database doesn't become a busy row
  private static final String TOUCH =
      """
      update minibaas_registry.databases set last_healthy_at = now()
      where id = ? and (last_healthy_at is null or last_healthy_at < now() - interval '1 minute')
      """;

  private static final String SEALED_OTHERWISE =
      SELECT
          + """
          where key_version <> ? and id > ?
          order by id limit ?::int4
          """;

  // only what was read: a connection string that was changed meanwhile is sealed anew already
  private static final String REWRAP =
      """
      update minibaas_registry.databases set connection_sealed = ?, key_version = ?
      where id = ? and connection_sealed = ?
      """;

  Sealed insert(ServiceTransaction tx, Identity identity, Draft draft, VaultKey key) {
    return tx.first(
            INSERT,
            DatabaseStore::read,
            identity.id(),
            identity.tenant(),
            identity.engine().text(),
            draft.name(),
            key.seal(identity, draft.connection()),
            key.version(),
            draft.options().json().toString())
        .orElseThrow();
  }

  /** Empty when it was changed since it was read. */
  Optional<Sealed> update(ServiceTransaction tx, Sealed before, Draft draft, VaultKey key) {
    Registration registration = before.registration();
    return tx.first(
        UPDATE,
        DatabaseStore::read,
        draft.name(),
        key.seal(registration.identity(), draft.connection()),
        key.version(),
        draft.options().json().toString(),
        registration.identity().id(),
        registration.revision());
  }

  List<Registration> page(ServiceTransaction tx, int limit, int offset) {
    return tx.all(PAGE, row -> read(row).registration(), limit, offset);
  }

  long count(ServiceTransaction tx) {
    return tx.first("select count(*) from minibaas_registry.databases", row -> row.getLong(1))
        .orElseThrow();
  }

  Optional<Sealed> byId(ServiceTransaction tx, UUID id) {
    return tx.first(SELECT + "where id = ?", DatabaseStore::read, id);
  }

  void touch(ServiceTransaction tx, UUID id) {
    tx.change(TOUCH, id);
  }

  boolean delete(ServiceTransaction tx, UUID id) {
    return tx.change("delete from minibaas_registry.databases where id = ?", id) == 1;
  }

  /** Those after {@code id} whose credentials aren't sealed with the key. */
  List<Sealed> sealedOtherwise(ServiceTransaction tx, int keyVersion, UUID after, int limit) {
    return tx.all(SEALED_OTHERWISE, DatabaseStore::read, keyVersion, after, limit);
  }

  boolean rewrap(ServiceTransaction tx, Sealed before, byte[] sealed, int keyVersion) {
    UUID id = before.registration().identity().id();
    return tx.change(REWRAP, sealed, keyVersion, id, before.connection()) == 1;
  }

  private static Sealed read(ResultSet row) throws SQLException {
    Identity identity =
        new Identity(
            row.getObject("id", UUID.class),
            text(row, "tenant_id"),
            EngineKind.of(text(row, "engine")));
    Registration registration =
        new Registration(
            identity,
            text(row, "name"),
            Options.from(JsonBody.of(text(row, "options")), Options.USUAL),
            row.getLong("revision"),
            instant(row, "created_at"),
            instant(row, "updated_at"),
            instantOrNull(row, "last_healthy_at"));
    return new Sealed(registration, row.getInt("key_version"), row.getBytes("connection_sealed"));
  }
}
