package dev.minibaas.schemas;

import static dev.minibaas.platform.sql.ServiceTransaction.text;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.sql.ServiceTransaction;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code minibaas_schemas.schema_registry}; row-level security decides which rows. */
final class SchemaStore {
  private static final String SELECT =
      """
      select id, database_id, name, engine, columns::text as columns, enable_rls, created_at
      from minibaas_schemas.schema_registry
      """;

  private static final String RESERVE =
      """
      insert into minibaas_schemas.schema_registry (
        database_id, name, engine, columns, enable_rls, created_by)
      values (?, ?, ?, ?::jsonb, ?, ?)
      on conflict (database_id, name) do nothing
      """;

  private static final String LOCK =
      """
      select id from minibaas_schemas.schema_registry
      where database_id = ? and name = ? and engine = ? for update
      """;

  private static final String REDEFINE =
      """
      update minibaas_schemas.schema_registry
      set columns = ?::jsonb, enable_rls = ?, updated_at = now()
      where id = ?
      """;

  /** A table that was made. */
  record Made(UUID id, UUID database, String name, EngineKind engine, JsonObject json) {}

  /** Makes an entry unless there is one of this name, and tells whether it did. */
  boolean reserve(ServiceTransaction tx, Definition definition, String creator) {
    return tx.change(
            RESERVE,
            definition.database(),
            definition.table().name(),
            definition.engine().text(),
            definition.columns().toString(),
            definition.table().isOwnerOnly(),
            creator)
        == 1;
  }

  /** The entry's id, when it is the caller's; nobody else has it until the transaction ends. */
  Optional<UUID> lock(ServiceTransaction tx, Definition definition) {
    return tx.first(
        LOCK,
        row -> row.getObject(1, UUID.class),
        definition.database(),
        definition.table().name(),
        definition.engine().text());
  }

  void redefine(ServiceTransaction tx, UUID id, Definition definition) {
    tx.change(REDEFINE, definition.columns().toString(), definition.table().isOwnerOnly(), id);
  }

  List<Made> page(ServiceTransaction tx, int limit, int offset) {
    return tx.all(
        SELECT + "order by created_at desc, id limit ?::int4 offset ?::int4",
        SchemaStore::read,
        limit,
        offset);
  }

  long count(ServiceTransaction tx) {
    return tx.first("select count(*) from minibaas_schemas.schema_registry", row -> row.getLong(1))
        .orElseThrow();
  }

  Optional<Made> byId(ServiceTransaction tx, UUID id) {
    return tx.first(SELECT + "where id = ? for update", SchemaStore::read, id);
  }

  void delete(ServiceTransaction tx, UUID id) {
    tx.change("delete from minibaas_schemas.schema_registry where id = ?", id);
  }

  private static Made read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    UUID database = row.getObject("database_id", UUID.class);
    try (JsonReader columns = Json.createReader(new StringReader(text(row, "columns")))) {
      JsonObject json =
          Json.createObjectBuilder()
              .add("id", id.toString())
              .add("database_id", database.toString())
              .add("name", text(row, "name"))
              .add("engine", text(row, "engine"))
              .add("columns", columns.readArray())
              .add("enable_rls", row.getBoolean("enable_rls"))
              .add("created_at", ServiceTransaction.instant(row, "created_at").toString())
              .build();
      return new Made(
          id, database, json.getString("name"), EngineKind.of(json.getString("engine")), json);
    }
  }
}
