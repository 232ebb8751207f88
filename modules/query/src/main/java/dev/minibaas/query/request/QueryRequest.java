package dev.minibaas.query.request;

import dev.minibaas.engines.command.Command;
import dev.minibaas.engines.command.DataReader;
import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.FilterReader;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import dev.minibaas.engines.command.Names;
import dev.minibaas.engines.command.Sort;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call on a table, checked as far as that needs no database.
 *
 * @param filter null when there was none
 */
public record QueryRequest(
    Action action,
    @Nullable Filter filter,
    @Nullable Map<String, @Nullable Object> data,
    List<String> columns,
    List<Sort> sort,
    int limit,
    int offset) {
  private static final Set<String> FIELDS =
      Set.of("action", "data", "filter", "columns", "sort", "limit", "offset");
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_OFFSET = 100_000;
  private static final int MAX_SORTS = 8;
  private static final int MAX_COLUMNS = 200;

  /**
   * @throws ApiError for fields that aren't what they must be
   * @throws InvalidCommand for what is wrong inside of filter and data
   */
  public static QueryRequest of(JsonObject body) {
    Set<String> unknown = new TreeSet<>(body.keySet());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new ApiError(
          ErrorCode.INVALID_PAYLOAD,
          unknown.size()
              + " unknown field(s); known are "
              + String.join(", ", new TreeSet<>(FIELDS)));
    }
    Action action = action(body.get("action"));
    JsonObject filter = object(body, "filter", ErrorCode.INVALID_FILTER);
    JsonObject data = object(body, "data", ErrorCode.INVALID_PAYLOAD);
    QueryRequest request =
        new QueryRequest(
            action,
            filter == null ? null : FilterReader.read(filter),
            data == null ? null : DataReader.read(data),
            columns(body.get("columns")),
            sort(body.get("sort")),
            number(body, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
            number(body, "offset", 0, 0, MAX_OFFSET));
    request.requireParts();
    return request;
  }

  private void requireParts() {
    boolean changes = action.kind() == Action.Kind.UPDATE || action.kind() == Action.Kind.DELETE;
    if (changes && (filter == null || filter.isAll())) {
      throw new ApiError(
          ErrorCode.INVALID_FILTER, "action " + action.text() + " needs a filter with a condition");
    }
    boolean writes = action.kind() == Action.Kind.UPDATE || action.kind() == Action.Kind.INSERT;
    if (writes && data == null) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, "action " + action.text() + " needs data");
    }
    if (action.kind() == Action.Kind.UPDATE && data != null && data.isEmpty()) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, "data has nothing to change");
    }
    if (!writes && data != null) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, "action " + action.text() + " takes no data");
    }
  }

  /** The command on a table of an engine, whose limit of rows is the registration's. */
  public Command on(EngineKind kind, String table, int maxRows) {
    String name = Names.table(kind, table);
    Filter where = filter == null ? Filter.ALL : filter;
    Map<String, @Nullable Object> values = data == null ? Map.of() : data;
    return switch (action.kind()) {
      case SELECT ->
          new Command.Select(name, columns, where, sort, Math.min(limit, maxRows), offset);
      case INSERT -> new Command.Insert(name, values);
      case UPDATE -> new Command.Update(name, where, values);
      case DELETE -> new Command.Delete(name, where);
    };
  }

  private static Action action(@Nullable JsonValue value) {
    if (value == null) {
      return Action.SELECT;
    }
    if (value instanceof JsonString text) {
      var action = Action.of(text.getString());
      if (action.isPresent()) {
        return action.get();
      }
    }
    throw new ApiError(ErrorCode.INVALID_PAYLOAD, "action must be one of " + Action.names());
  }

  private static @Nullable JsonObject object(JsonObject body, String name, ErrorCode code) {
    return switch (body.get(name)) {
      case null -> null;
      case JsonObject object -> object;
      case JsonValue value when value.getValueType() == JsonValue.ValueType.NULL -> null;
      default -> throw new ApiError(code, name + " must be an object");
    };
  }

  private static int number(JsonObject body, String name, int fallback, int min, int max) {
    JsonValue value = body.get(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof JsonNumber number && number.toString().matches("[0-9]{1,9}")) {
      int whole = Integer.parseInt(number.toString());
      if (whole >= min && whole <= max) {
        return whole;
      }
    }
    throw new ApiError(
        ErrorCode.INVALID_PARAM, name + " must be a whole number from " + min + " to " + max);
  }

  private static List<String> columns(@Nullable JsonValue value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array) || array.isEmpty() || array.size() > MAX_COLUMNS) {
      throw new ApiError(ErrorCode.INVALID_PARAM, "columns must be a list of columns' names");
    }
    List<String> columns = new ArrayList<>();
    for (JsonValue each : array) {
      if (!(each instanceof JsonString name)) {
        throw new ApiError(ErrorCode.INVALID_PARAM, "columns must be a list of columns' names");
      }
      columns.add(Names.column(Part.PARAM, name.getString()));
    }
    return columns.stream().distinct().toList();
  }

  /** {@code "price:desc,name"} or {@code {"price":"desc","name":"asc"}}. */
  private static List<Sort> sort(@Nullable JsonValue value) {
    List<Sort> sorts = new ArrayList<>();
    switch (value) {
      case null -> {}
      case JsonString text -> {
        for (String each : text.getString().split(",", -1)) {
          int colon = each.indexOf(':');
          sorts.add(
              colon < 0
                  ? sort(each, "asc")
                  : sort(each.substring(0, colon), each.substring(colon + 1)));
        }
      }
      case JsonObject object ->
          object.forEach((column, direction) ->
              sorts.add(
                  sort(column, direction instanceof JsonString text ? text.getString() : "")));
      default -> throw unusableSort();
    }
    if (sorts.size() > MAX_SORTS) {
      throw new ApiError(ErrorCode.INVALID_PARAM, "sort has more than " + MAX_SORTS + " columns");
    }
    return sorts;
  }

  private static Sort sort(String column, String direction) {
    return switch (direction) {
      case "asc" -> new Sort(Names.column(Part.PARAM, column.strip()), false);
      case "desc" -> new Sort(Names.column(Part.PARAM, column.strip()), true);
      default -> throw unusableSort();
    };
  }

  private static ApiError unusableSort() {
    return new ApiError(
        ErrorCode.INVALID_PARAM,
        "sort must be like \"column:desc\" or {\"column\":\"desc\"}, with asc or desc");
  }
}
