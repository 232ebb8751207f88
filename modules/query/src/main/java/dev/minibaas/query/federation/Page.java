package dev.minibaas.query.federation;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.Row;
import dev.minibaas.engines.Row.RawJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One answer of Trino's statement protocol. */
record Page(JsonObject json) {
  /** A row as it was sent. */
  record Line(List<String> names, List<JsonValue> values) {
    Row row() {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), new RawJson(values.get(i).toString()));
      }
      return new Row(row);
    }
  }

  @Nullable String next() {
    return json.getString("nextUri", null);
  }

  /** The name of Trino's error is out of a fixed set; its message may quote anything. */
  void failIfFailed() {
    if (!(json.get("error") instanceof JsonObject error)) {
      return;
    }
    String name = error.getString("errorName", "");
    String shown = name.matches("[A-Z_]{1,64}") ? name : "UNKNOWN";
    throw new EngineFailure(
        reason(shown, error.getString("errorType", "")),
        "Trino refused the statement: " + shown + location(error),
        new IOException(error.getString("message", "")));
  }

  private static Reason reason(String name, String type) {
    return switch (name) {
      case "SERVER_STARTING_UP", "SERVER_SHUTTING_DOWN", "NO_NODES_AVAILABLE" -> Reason.UNREACHABLE;
      case "PERMISSION_DENIED" -> Reason.NOT_PERMITTED;
      case "EXCEEDED_TIME_LIMIT" -> Reason.TIMEOUT;
      default ->
          switch (type) {
            case "USER_ERROR" -> Reason.INVALID_VALUE;
            case "INSUFFICIENT_RESOURCES" -> Reason.TOO_LARGE;
            // what a connector says of its database
            case "EXTERNAL" -> Reason.UNREACHABLE;
            default -> Reason.FAILED;
          };
    };
  }

  private static String location(JsonObject error) {
    return error.get("errorLocation") instanceof JsonObject place
        ? " at line %d, column %d"
            .formatted(place.getInt("lineNumber", 0), place.getInt("columnNumber", 0))
        : "";
  }

  /** Takes rows up to the limit, and says whether there were more. */
  boolean collect(List<Line> lines, int limit) {
    if (!(json.get("data") instanceof JsonArray data)
        || !(json.get("columns") instanceof JsonArray columns)) {
      return false;
    }
    List<String> names = names(columns);
    for (JsonValue each : data) {
      if (lines.size() >= limit) {
        return true;
      }
      lines.add(new Line(names, List.copyOf(each.asJsonArray())));
    }
    return false;
  }

  /** Columns of one name, as a join has them, all stay: {@code id}, {@code id_2}. */
  private static List<String> names(JsonArray columns) {
    List<String> names = new ArrayList<>();
    for (JsonValue column : columns) {
      String name = column.asJsonObject().getString("name");
      String unique = name;
      for (int n = 2; names.contains(unique); n++) {
        unique = name + "_" + n;
      }
      names.add(unique);
    }
    return names;
  }
}
