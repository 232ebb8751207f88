package dev.minibaas.rest.plan;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.ApiRequest;
import dev.minibaas.rest.parse.At;
import dev.minibaas.rest.parse.Filter;
import dev.minibaas.rest.parse.LogicTree;
import dev.minibaas.rest.parse.Operation;
import dev.minibaas.rest.parse.Operator;
import dev.minibaas.rest.parse.OrderTerm;
import dev.minibaas.rest.parse.Payload;
import dev.minibaas.rest.parse.Preferences;
import dev.minibaas.rest.parse.Preferences.Resolution;
import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Plans inserts, updates and deletes. */
final class MutationPlanner {
  private final ApiRequest request;
  private final Table table;
  private final RowShape shape;
  private final List<String> returning;

  MutationPlanner(ApiRequest request, Table table, RowShape shape, List<String> returning) {
    this.request = request;
    this.table = table;
    this.shape = shape;
    this.returning = returning;
  }

  Mutation plan() {
    return switch (request.action()) {
      case CREATE -> new Mutation.Insert(table, body(), conflict(), List.of(), returning);
      case UPSERT_ONE -> put();
      case UPDATE ->
          new Mutation.Update(table, body(), where(), request.range(), order(), returning);
      case DELETE -> new Mutation.Delete(table, where(), request.range(), order(), returning);
      case DESCRIBE, READ, CALL, CALL_BY_GET, OPTIONS ->
          throw new IllegalArgumentException(request.action() + " changes nothing");
    };
  }

  private Mutation.Body body() {
    boolean fillsDefaults = request.preferences().missing() == Preferences.Missing.DEFAULT;
    return switch (request.payload()) {
      case Payload.Json(String text, Set<String> keys, boolean isObject) ->
          new Mutation.Body(text, columns(new TreeSet<>(keys)), isObject, fillsDefaults);
      case Payload.UnreadJson(String text) -> {
        List<String> named = request.query().columns();
        yield new Mutation.Body(
            text,
            columns(new TreeSet<>(named == null ? List.of() : named)),
            text.stripLeading().startsWith("{"),
            fillsDefaults);
      }
      case Payload.Form ignored -> throw new IllegalArgumentException("a form is read as JSON");
      case Payload.Raw ignored -> throw new IllegalArgumentException("raw bodies are for calls");
      case null -> throw new IllegalArgumentException("no body to write");
    };
  }

  private List<Column> columns(Collection<String> names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Column column = table.columns().get(name);
      if (column == null) {
        throw RestError.noColumn(name, table.name().name());
      }
      columns.add(column);
    }
    return columns;
  }

  private Mutation.@Nullable Conflict conflict() {
    Resolution resolution = request.preferences().resolution();
    if (resolution == null) {
      return null;
    }
    List<String> named = request.query().onConflict();
    List<String> columns = named == null ? table.key() : named;
    return columns.isEmpty()
        ? null
        : new Mutation.Conflict(resolution == Resolution.MERGE_DUPLICATES, columns);
  }

  private Mutation put() {
    Set<String> filtered = new HashSet<>();
    boolean allByKey = request.query().logic().stream().noneMatch(at -> at.path().isEmpty());
    int filters = 0;
    for (At<Filter> at : request.query().filters()) {
      if (at.path().isEmpty()) {
        filters++;
        filtered.add(at.value().field().name());
        allByKey = allByKey && isPlainEquality(at.value());
      }
    }
    boolean exactlyKey =
        filtered.equals(new HashSet<>(table.key())) && filters == table.key().size();
    if (!allByKey || !exactlyKey || table.key().isEmpty()) {
      throw RestError.putFilters();
    }
    return new Mutation.Insert(
        table, body(), new Mutation.Conflict(true, table.key()), where(), returning);
  }

  private static boolean isPlainEquality(Filter filter) {
    return !filter.negated()
        && filter.field().path().isEmpty()
        && filter.operation() instanceof Operation.Compare compare
        && compare.operator() == Operator.EQ
        && compare.quantifier() == null;
  }

  private List<Condition> where() {
    List<Condition> conditions = new ArrayList<>();
    for (At<LogicTree> at : request.query().logic()) {
      if (at.path().isEmpty()) {
        conditions.add(ReadPlanner.condition(shape, at.value(), List.of()));
      }
    }
    for (At<Filter> at : request.query().filters()) {
      if (at.path().isEmpty()) {
        conditions.add(ReadPlanner.condition(shape, at.value(), List.of()));
      }
    }
    return conditions;
  }

  /** Of several orders the first one counts. */
  private List<Ordering> order() {
    for (At<List<OrderTerm>> at : request.query().orders()) {
      if (at.path().isEmpty()) {
        return at.value().stream().map(term -> ReadPlanner.ordering(shape, term)).toList();
      }
    }
    return List.of();
  }
}
