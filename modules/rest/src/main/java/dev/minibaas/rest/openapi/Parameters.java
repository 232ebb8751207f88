package dev.minibaas.rest.openapi;

import dev.minibaas.rest.schema.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters that paths refer to. */
final class Parameters {
  private Parameters() {}

  static Map<String, Object> of(List<Table> tables) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("preferParams", preference(List.of("params=single-object")));
    parameters.put(
        "preferReturn",
        preference(List.of("return=representation", "return=minimal", "return=none")));
    parameters.put("preferCount", preference(List.of("count=none")));
    parameters.put(
        "preferPost",
        preference(
            List.of(
                "return=representation",
                "return=minimal",
                "return=none",
                "resolution=ignore-duplicates",
                "resolution=merge-duplicates")));
    parameters.put("select", text("select", "query", "Filtering Columns"));
    parameters.put("on_conflict", text("on_conflict", "query", "On Conflict"));
    parameters.put("order", text("order", "query", "Ordering"));
    parameters.put("range", text("Range", "header", "Limiting and Pagination"));
    Map<String, Object> unit = text("Range-Unit", "header", "Limiting and Pagination");
    unit.put("default", "items");
    parameters.put("rangeUnit", unit);
    parameters.put("offset", text("offset", "query", "Limiting and Pagination"));
    parameters.put("limit", text("limit", "query", "Limiting and Pagination"));
    tables.forEach(table -> addRelation(parameters, table));
    return parameters;
  }

  private static void addRelation(Map<String, Object> parameters, Table table) {
    String name = table.name().name();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("description", name);
    body.put("required", false);
    body.put("in", "body");
    body.put("schema", Map.of("$ref", OpenApi.reference(table.name())));
    parameters.put("body." + name, body);
    table
        .columns()
        .values()
        .forEach(column -> {
          Map<String, Object> filter = text(column.name(), "query", column.description());
          parameters.put("rowFilter." + name + "." + column.name(), filter);
        });
  }

  private static Map<String, Object> preference(List<String> values) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", "Prefer");
    parameter.put("description", "Preference");
    parameter.put("required", false);
    parameter.put("enum", values);
    parameter.put("in", "header");
    parameter.put("type", "string");
    return parameter;
  }

  private static Map<String, Object> text(String name, String in, @Nullable String description) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    if (description != null) {
      parameter.put("description", description);
    }
    parameter.put("required", false);
    parameter.put("in", in);
    parameter.put("type", "string");
    return parameter;
  }
}
