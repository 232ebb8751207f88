package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.Field;
import dev.minibaas.rest.parse.JsonStep;
import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.Column.Representation;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the rows of a relation or of a function's result. */
record RowShape(
    @Nullable Table table, Map<String, String> computed, Map<String, String> resultColumns) {
  private static final String UNKNOWN = "text";

  static RowShape of(SchemaCache cache, Name relation) {
    return new RowShape(
        cache.table(relation), cache.computedColumns().getOrDefault(relation, Map.of()), Map.of());
  }

  static RowShape of(SchemaCache cache, Name relation, Routine.Returns returns) {
    return new RowShape(
        cache.table(relation),
        cache.computedColumns().getOrDefault(relation, Map.of()),
        returns.columns());
  }

  /**
   * A field with its type. A column that nobody knows counts as text; the database will say that it
   * doesn't exist.
   */
  FieldRef resolve(Field field) {
    String type = type(field.name());
    Representation representation = representation(field.name());
    List<JsonStep> path = field.path();
    if (path.isEmpty()) {
      return new FieldRef(field.name(), path, false, type, representation);
    }
    boolean isJson = type.equals("json") || type.equals("jsonb");
    boolean asText = path.get(path.size() - 1).asText();
    String pathType = asText ? "text" : isJson ? type : "jsonb";
    return new FieldRef(field.name(), path, !isJson, pathType, Representation.NONE);
  }

  private String type(String column) {
    Column known = column(column);
    if (known != null) {
      return known.castType();
    }
    String type = resultColumns.get(column);
    return type != null ? type : computed.getOrDefault(column, UNKNOWN);
  }

  private Representation representation(String column) {
    Column known = column(column);
    return known == null ? Representation.NONE : known.representation();
  }

  private @Nullable Column column(String name) {
    return table == null ? null : table.columns().get(name);
  }

  Collection<Column> columns() {
    return table == null ? List.of() : table.columns().values();
  }

  boolean hasRepresentations() {
    return columns().stream().anyMatch(column -> column.representation().toJson() != null);
  }
}
