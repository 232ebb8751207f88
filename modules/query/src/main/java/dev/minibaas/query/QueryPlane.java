package dev.minibaas.query;

import dev.minibaas.engines.Engine;
import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.Scope;
import dev.minibaas.engines.Updated;
import dev.minibaas.engines.command.Command;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.query.database.Databases;
import dev.minibaas.query.registration.Registration;
import dev.minibaas.query.registration.Registry;
import dev.minibaas.query.request.Action;
import dev.minibaas.query.request.QueryRequest;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the service does with a call, from the caller and the body to the answer. */
final class QueryPlane {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Registry registry;
  private final Databases databases;
  private final QueryMetrics metrics;

  QueryPlane(Registry registry, Databases databases, QueryMetrics metrics) {
    this.registry = registry;
    this.databases = databases;
    this.metrics = metrics;
  }

  /** The tables of a database. */
  Answer tables(Caller caller, String databaseId) {
    return with(
        caller,
        databaseId,
        "tables",
        (engine, registration) -> engine.tables(registration.scope(caller)));
  }

  /** Reads or changes a table. */
  Answer run(Caller caller, String databaseId, String table, InputStream body) {
    requireUser(caller);
    QueryRequest request;
    try {
      request = QueryRequest.of(JsonBody.read(body, MAX_BYTES).json());
    } catch (InvalidCommand e) {
      throw Failures.of(e);
    }
    return with(
        caller,
        databaseId,
        request.action().text(),
        (engine, registration) -> run(engine, registration, caller, table, request));
  }

  private static @Nullable Object run(
      Engine engine, Registration registration, Caller caller, String table, QueryRequest request) {
    if (registration.readOnly() && request.action().kind() != Action.Kind.SELECT) {
      throw new ApiError(ErrorCode.FORBIDDEN, "the database is registered as read-only");
    }
    Scope scope = registration.scope(caller);
    return switch (request.on(engine.kind(), table, registration.maxRows())) {
      case Command.Select select -> engine.select(scope, select);
      case Command.Insert insert -> engine.insert(scope, insert);
      case Command.Update update -> updated(request.action(), engine.update(scope, update));
      case Command.Delete delete -> deleted(request.action(), engine.delete(scope, delete));
    };
  }

  private static Object updated(Action action, Updated updated) {
    if (action == Action.UPDATE_MANY) {
      Map<String, Object> counts = new LinkedHashMap<>();
      counts.put("matchedCount", updated.matched());
      counts.put("modifiedCount", updated.modified());
      return counts;
    }
    return updated.rows();
  }

  private static Object deleted(Action action, long count) {
    return Map.of(action == Action.DELETE_MANY ? "deletedCount" : "deleted", count);
  }

  private Answer with(
      Caller caller,
      String databaseId,
      String action,
      BiFunction<Engine, Registration, @Nullable Object> work) {
    requireUser(caller);
    long start = System.nanoTime();
    Registration registration = registry.find(id(databaseId), caller);
    if (!registration.isOpenTo(caller)) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is no such database");
    }
    EngineKind kind = registration.engine();
    metrics.phase("registry", kind, action, System.nanoTime() - start);
    long running = System.nanoTime();
    try {
      Object data = databases.with(registration, engine -> work.apply(engine, registration));
      metrics.request(kind, action, "ok");
      return new Answer(kind, data);
    } catch (InvalidCommand e) {
      throw counted(kind, action, Failures.of(e));
    } catch (EngineFailure e) {
      throw counted(kind, action, Failures.of(e));
    } catch (ApiError e) {
      throw counted(kind, action, e);
    } finally {
      metrics.phase("engine", kind, action, System.nanoTime() - running);
    }
  }

  private ApiError counted(EngineKind kind, String action, ApiError error) {
    metrics.request(kind, action, error.code().code());
    return error;
  }

  private static void requireUser(Caller caller) {
    if (caller.subject() == null && !caller.isService()) {
      throw new ApiError(ErrorCode.UNAUTHORIZED, "a user's token is needed");
    }
  }

  static UUID id(String text) {
    if (!ID.matcher(text).matches()) {
      throw new ApiError(ErrorCode.INVALID_PARAM, "the database's id must be a UUID");
    }
    return UUID.fromString(text);
  }

  /** Names of tables, rows, a row or counts. */
  record Answer(EngineKind engine, @Nullable Object data) {

    Answer {
      if (data instanceof List<?> list) {
        data = List.copyOf(list);
      }
    }
  }
}
