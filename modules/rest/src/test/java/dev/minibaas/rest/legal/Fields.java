package dev.minibaas.rest.legal;

import dev.minibaas.rest.legal.Kind.Trait;
import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.schema.Relationship.Computed;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be named of a relation's rows: its columns, computed ones and paths into either. */
final class Fields {
  private static final List<String> STEPS =
      List.of("->a", "->\"it's\"", "->0", "->-1", "->a->b", "->\"k \\\"x\\\"\"", "->ключ");

  /** A field as the URL has it, and what it is. */
  record Field(String url, String resultName, Kind kind, boolean isPath) {}

  private Fields() {}

  static List<Field> of(SchemaCache cache, Table table) {
    List<Field> fields = new ArrayList<>();
    for (Column column : table.columns().values()) {
      fields.add(field(column.name(), column.castType()));
    }
    computed(cache, table.name()).forEach((name, type) -> fields.add(field(name, type)));
    return fields;
  }

  /** Of a function's result that no relation describes. */
  static List<Field> of(Map<String, String> types) {
    List<Field> fields = new ArrayList<>();
    types.forEach((name, type) -> fields.add(field(name, type)));
    return fields;
  }

  static Map<String, String> computed(SchemaCache cache, Name table) {
    Map<String, String> columns =
        new java.util.TreeMap<>(cache.computedColumns().getOrDefault(table, Map.of()));
    for (Relationship each : cache.relationships().getOrDefault(table, List.of())) {
      if (each instanceof Computed relationship) {
        columns.remove(relationship.function().name());
      }
    }
    return columns;
  }

  private static Field field(String name, String type) {
    return new Field(Url.name(name), name, Kind.of(type), false);
  }

  /** The same or a JSON path into it, whose result is text or json. */
  static Field maybeDeeper(Dice dice, Field field) {
    if (!dice.oneIn(field.kind().is(Trait.JSON) ? 2 : 8)) {
      return field;
    }
    String steps = dice.of(STEPS);
    boolean asText = dice.oneIn(2);
    if (asText) {
      int last = steps.lastIndexOf("->");
      steps = steps.substring(0, last) + "->>" + steps.substring(last + 2);
    }
    boolean isJson = field.kind() == Kind.of("json");
    Kind kind = asText ? Kind.of("text") : Kind.of(isJson ? "json" : "jsonb");
    return new Field(field.url() + steps, "", kind, true);
  }
}
