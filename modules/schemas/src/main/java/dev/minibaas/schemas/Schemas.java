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
import dev.minibaas.schemas.SchemaStore.Made;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes and drops tables. The list and the table are in two databases, so no transaction has both.
 * The entry is there before the table and goes after it: whatever breaks in between leaves an entry
 * that its creator sees, and that the same call again, or a drop, puts right. A table without an
 * entry, which nobody could drop, is never left.
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
    // the service role makes tables for the tenant whose database it is
    String creator = caller.isService() ? database.tenant() : caller.getName();
    return with(
        database,
        engine -> {
          requireFree(engine, definition);
          boolean isNew = acting(caller, tx -> store.reserve(tx, definition, creator));
          return acting(caller, tx -> made(tx, engine, definition, isNew)).answer();
        });
  }

  /** What came of it; a refusal is thrown when the list has been put right. */
  private record Outcome(@Nullable JsonObject made, @Nullable RuntimeException refusal) {
    JsonObject answer() {
      if (refusal != null) {
        throw refusal;
      }
      return Objects.requireNonNull(made);
    }
  }

  /**
   * While the entry is locked: of two calls for one name the second finds the first one's table.
   */
  private Outcome made(ServiceTransaction tx, Engine engine, Definition definition, boolean isNew) {
    UUID id = store.lock(tx, definition).orElseThrow(() -> taken(null));
    requireFree(engine, definition);
    try {
      String ddl = engine.createTable(definition.table());
      store.redefine(tx, id, definition);
      return new Outcome(created(id, definition.engine(), ddl), null);
    } catch (InvalidCommand e) {
      return refused(tx, id, definition, isNew, e);
    } catch (EngineFailure e) {
      if (code(e) == ErrorCode.UNAVAILABLE) {
        throw e; // it may have been made or not, so the entry stays
      }
      return refused(tx, id, definition, isNew, e);
    }
  }

  /** The entry of a table that isn't there goes; an earlier one of a collection stays as it was. */
  private Outcome refused(
      ServiceTransaction tx, UUID id, Definition definition, boolean isNew, RuntimeException e) {
    if (isNew || definition.engine() != EngineKind.MONGODB) {
      store.delete(tx, id);
    }
    return new Outcome(null, e);
  }

  /**
   * A table that somebody else made there is neither changed nor, later, dropped; a collection may
   * be there already. A database that is away is noticed here, before there is an entry.
   */
  private static void requireFree(Engine engine, Definition definition) {
    String name = definition.table().name();
    boolean isThere =
        engine.tables(Scope.unrestricted(null)).stream().anyMatch(name::equalsIgnoreCase);
    if (isThere && definition.engine() != EngineKind.MONGODB) {
      throw taken(null);
    }
  }

  private static ApiError taken(@Nullable Throwable cause) {
    return new ApiError(ErrorCode.DUPLICATE, "there is a table of this name already", cause);
  }

  private static JsonObject created(UUID id, EngineKind engine, String ddl) {
    JsonObjectBuilder answer =
        Json.createObjectBuilder().add("created", true).add("id", id.toString());
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
          with(
              database,
              engine -> {
                engine.dropTable(made.name());
                return made.name();
              });
          store.delete(tx, id);
          return id;
        });
  }

  private <T> T acting(Caller caller, Function<ServiceTransaction, T> work) {
    return transactions.in(settings(caller), work);
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
      throw e.reason() == EngineFailure.Reason.DUPLICATE
          ? taken(e)
          : new ApiError(code(e), e.getMessage(), e);
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
