package dev.minibaas.schemas;

import dev.minibaas.engines.Engine;
import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.Engines;
import dev.minibaas.engines.Limits;
import dev.minibaas.engines.Scope;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.platform.sql.ServiceTransactions;
import dev.minibaas.platform.sql.Session.Setting;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.schemas.SchemaStore.Made;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Makes and drops tables. The list is written first, in a transaction that commits when the engine
 * has done its work: two calls for one name wait for each other, and a refusal of the engine leaves
 * no entry.
 */
final class Schemas {
  private final ServiceTransactions transactions;
  private final BiFunction<Caller, UUID, Registered> registry;
  private final Targets targets;
  private final Engines engines;
  private final SchemaStore store = new SchemaStore();

  Schemas(
      ServiceTransactions transactions,
      BiFunction<Caller, UUID, Registered> registry,
      Targets targets) {
    this.transactions = transactions;
    this.registry = registry;
    this.targets = targets;
    this.engines = new Engines(targets);
  }

  /** {@code {"created":true,"id","ddl"?}}. */
  JsonObject create(Caller caller, Definition definition) {
    Registered database = registry.apply(caller, definition.database());
    // a table in a shared database would be everybody's: its owner alone makes them
    if (!caller.isService() && !database.tenant().equals(caller.subject())) {
      throw new ApiError(ErrorCode.FORBIDDEN, "only who registered a database changes its tables");
    }
    if (database.engine() != definition.engine()) {
      throw new ApiError(
          ErrorCode.INVALID_ENGINE, "the database is registered as " + database.engine().text());
    }
    return acting(
        caller,
        tx -> {
          Made made = entry(tx, caller, definition, database);
          String ddl = with(database, engine -> make(engine, definition));
          return created(made, definition.engine(), ddl);
        });
  }

  private Made entry(
      ServiceTransaction tx, Caller caller, Definition definition, Registered database) {
    if (definition.engine() == EngineKind.MONGODB) {
      Made changed = store.replace(tx, definition).orElse(null);
      if (changed != null) {
        return changed;
      }
    }
    // the service role makes tables for the tenant whose database it is
    String creator = caller.isService() ? database.tenant() : caller.getName();
    return store.insert(tx, definition, creator);
  }

  /** A table that somebody else made there is neither changed nor, later, dropped. */
  private static String make(Engine engine, Definition definition) {
    String name = definition.table().name();
    if (definition.engine() != EngineKind.MONGODB
        && engine.tables(Scope.unrestricted(null)).stream().anyMatch(name::equalsIgnoreCase)) {
      throw new ApiError(ErrorCode.DUPLICATE, "the database has a table of this name already");
    }
    return engine.createTable(definition.table());
  }

  private static JsonObject created(Made made, EngineKind engine, String ddl) {
    JsonObjectBuilder answer =
        Json.createObjectBuilder().add("created", true).add("id", made.id().toString());
    if (engine != EngineKind.MONGODB) {
      answer.add("ddl", ddl);
    }
    return answer.build();
  }

  /** One page of what the caller has made, newest first. */
  record Page(JsonArray schemas, long total) {}

  Page page(Caller caller, int limit, int offset) {
    return acting(
        caller,
        tx -> {
          JsonArrayBuilder list = Json.createArrayBuilder();
          store.page(tx, limit, offset).forEach(made -> list.add(made.json()));
          return new Page(list.build(), store.count(tx));
        });
  }

  /** Drops the table with its rows, by its creator or the service role. */
  void drop(Caller caller, UUID id) {
    acting(
        caller,
        tx -> {
          Made made =
              store
                  .byId(tx, id)
                  .orElseThrow(() -> new ApiError(ErrorCode.INVALID_PARAM, "Schema not found"));
          Registered database = registry.apply(caller, made.database());
          store.delete(tx, id);
          return with(
              database,
              engine -> {
                engine.dropTable(made.name());
                return made.name();
              });
        });
  }

  private <T> T acting(Caller caller, Function<ServiceTransaction, T> work) {
    try {
      return transactions.in(settings(caller), work);
    } catch (SqlFailure e) {
      if (e.sqlState().equals("23505")) {
        throw new ApiError(ErrorCode.DUPLICATE, "there is a table of this name already", e);
      }
      throw e;
    }
  }

  private static List<Setting> settings(Caller caller) {
    return caller.isService()
        ? List.of(new Setting("app.all_tenants", "on"))
        : List.of(new Setting("app.current_tenant", caller.getName()));
  }

  private <T> T with(Registered database, Function<Engine, T> work) {
    if (database.readOnly()) {
      throw new ApiError(ErrorCode.FORBIDDEN, "the database is registered as read only");
    }
    Limits limits = Limits.ofOneConnection(Duration.ofMillis(database.timeoutMillis()));
    try (Engine engine =
        engines.open(
            targets.parse(database.engine(), database.connection(), database.tenant()),
            limits,
            false)) {
      return work.apply(engine);
    } catch (InvalidTarget e) {
      throw new ApiError(ErrorCode.INVALID_CONNECTION, e.getMessage(), e);
    } catch (InvalidCommand e) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, e.getMessage(), e);
    } catch (EngineFailure e) {
      throw new ApiError(code(e), e.getMessage(), e);
    }
  }

  private static ErrorCode code(EngineFailure failure) {
    return switch (failure.reason()) {
      case REFUSED_TARGET -> ErrorCode.INVALID_CONNECTION;
      case UNREACHABLE, LOGIN_REFUSED, TIMEOUT, BUSY -> ErrorCode.UNAVAILABLE;
      case DUPLICATE -> ErrorCode.DUPLICATE;
      case NOT_PERMITTED -> ErrorCode.FORBIDDEN;
      case UNSUPPORTED -> ErrorCode.INVALID_ENGINE;
      case UNKNOWN_TABLE, UNKNOWN_COLUMN, INVALID_VALUE, CONSTRAINT, TOO_LARGE, FAILED ->
          ErrorCode.INVALID_PAYLOAD;
    };
  }
}
