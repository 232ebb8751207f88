package dev.minibaas.schemas;

import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.command.TableDefinition.Column;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table that somebody wants. Names and types are the engine's affair; here only the shape is
 * read, so that a default is a literal and nothing else.
 */
record Definition(EngineKind engine, UUID database, TableDefinition table, JsonArray columns) {
  private static final int MAX_COLUMNS = 200;
  private static final int MAX_DEFAULT = 1000;
  // shorter than PostgreSQL's limit, beyond which it would cut names silently
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
  private static final Pattern COLLECTION = Pattern.compile("[a-zA-Z0-9_-]{1,63}");

  static Definition of(JsonBody body) {
    body.only("name", "engine", "database_id", "columns", "enable_rls", "options");
    body.object("options").only();
    EngineKind engine = engine(body);
    UUID database = body.uuid("database_id");
    String name = body.text("name", 1, 63, ErrorCode.INVALID_NAME);
    Pattern form = engine == EngineKind.MONGODB ? COLLECTION : NAME;
    if (!form.matcher(name).matches()) {
      throw new ApiError(ErrorCode.INVALID_NAME, "name must be of the form " + form);
    }
    boolean isOwnerOnly = body.flag("enable_rls", true);
    List<Column> columns =
        body.objects("columns", 1, MAX_COLUMNS).stream().map(Definition::column).toList();
    return new Definition(
        engine, database, new TableDefinition(name, columns, isOwnerOnly), json(columns));
  }

  private static EngineKind engine(JsonBody body) {
    EngineKind engine;
    try {
      engine = EngineKind.of(body.text("engine", 1, 16, ErrorCode.INVALID_ENGINE));
    } catch (InvalidTarget e) {
      throw new ApiError(ErrorCode.INVALID_ENGINE, e.getMessage(), e);
    }
    if (engine == EngineKind.REDIS) {
      throw new ApiError(ErrorCode.INVALID_ENGINE, "redis has no tables");
    }
    return engine;
  }

  private static Column column(JsonBody column) {
    column.only("name", "type", "nullable", "default_value", "unique");
    String name = column.text("name", 1, 63);
    if (!NAME.matcher(name).matches()) {
      throw column.refused("name", "of the form " + NAME);
    }
    return new Column(
        name,
        column.text("type", 1, 32),
        column.flag("nullable", false),
        column.flag("unique", false),
        literal(column));
  }

  /** A text, number or boolean; there are no expressions. */
  private static @Nullable Object literal(JsonBody column) {
    return switch (column.field("default_value")) {
      case null -> null;
      case JsonString text when text.getString().length() <= MAX_DEFAULT -> text.getString();
      case JsonNumber number when number.toString().matches("-?[0-9]{1,18}") ->
          Long.valueOf(number.toString());
      case JsonNumber number when number.toString().matches("-?[0-9]{1,30}\\.[0-9]{1,30}") ->
          number.bigDecimalValue();
      case JsonValue value when value == JsonValue.TRUE -> Boolean.TRUE;
      case JsonValue value when value == JsonValue.FALSE -> Boolean.FALSE;
      default ->
          throw column.refused(
              "default_value",
              "a text of at most %d characters, a number or a boolean".formatted(MAX_DEFAULT));
    };
  }

  private static JsonArray json(List<Column> columns) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (Column column : columns) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("name", column.name())
              .add("type", column.type())
              .add("nullable", column.isNullable())
              .add("unique", column.isUnique());
      if (column.defaultValue() != null) {
        json.add("default_value", Json.createValue(column.defaultValue().toString()));
      }
      array.add(json);
    }
    return array.build();
  }
}
