package dev.minibaas.rest.openapi;

import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.schema.Relationship.Cardinality;
import dev.minibaas.rest.schema.Relationship.Keyed;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a relation's rows look like. */
final class Definitions {
  private Definitions() {}

  static Map<String, @Nullable Object> of(Table table, SchemaCache cache) {
    Map<String, @Nullable Object> definition = new LinkedHashMap<>();
    if (table.description() != null) {
      definition.put("description", table.description());
    }
    List<String> required =
        table.columns().values().stream().filter(c -> !c.nullable()).map(Column::name).toList();
    if (!required.isEmpty()) {
      definition.put("required", required);
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Column column : table.columns().values()) {
      properties.put(column.name(), property(column, table, cache));
    }
    definition.put("properties", properties);
    definition.put("type", "object");
    return definition;
  }

  private static Map<String, @Nullable Object> property(
      Column column, Table table, SchemaCache cache) {
    Map<String, @Nullable Object> property = new LinkedHashMap<>();
    Object fallback = Types.defaultValue(column);
    if (fallback != null) {
      property.put("default", fallback);
    }
    String description = description(column, table, cache);
    if (description != null) {
      property.put("description", description);
    }
    if (!column.enumLabels().isEmpty()) {
      property.put("enum", column.enumLabels());
    }
    property.put("format", column.dataType());
    if (column.maxLength() != null) {
      property.put("maxLength", column.maxLength());
    }
    Types.put(property, column.dataType());
    return property;
  }

  private static @Nullable String description(Column column, Table table, SchemaCache cache) {
    String notes = "";
    if (table.key().contains(column.name())) {
      notes = "This is a Primary Key.<pk/>";
    }
    Keyed key = foreignKey(column, table, cache);
    if (key != null) {
      String foreign = key.foreignTable().name();
      String foreignColumn = key.pairs().get(0).foreignColumn();
      notes +=
          (notes.isEmpty() ? "" : "\n")
              + "This is a Foreign Key to `"
              + foreign
              + "."
              + foreignColumn
              + "`.<fk table='"
              + foreign
              + "' column='"
              + foreignColumn
              + "'/>";
    }
    if (notes.isEmpty()) {
      return column.description();
    }
    String comment = column.description() == null ? "" : column.description() + "\n\n";
    return comment + "Note:\n" + notes;
  }

  /** The first foreign key of this column alone; tables come before views. */
  private static @Nullable Keyed foreignKey(Column column, Table table, SchemaCache cache) {
    Keyed found = null;
    for (Relationship each : cache.relationships().getOrDefault(table.name(), List.of())) {
      boolean isKey =
          each instanceof Keyed keyed
              && keyed.cardinality() != Cardinality.ONE_TO_MANY
              && keyed.isForward()
              && keyed.pairs().size() == 1
              && keyed.pairs().get(0).column().equals(column.name());
      if (isKey && each instanceof Keyed keyed && (found == null || isBetter(keyed, found))) {
        found = keyed;
      }
    }
    return found;
  }

  private static boolean isBetter(Keyed key, Keyed than) {
    return than.foreignIsView() && !key.foreignIsView();
  }
}
