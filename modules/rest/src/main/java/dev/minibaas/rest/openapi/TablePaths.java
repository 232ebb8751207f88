package dev.minibaas.rest.openapi;

import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods of a relation. */
final class TablePaths {
  private TablePaths() {}

  static Map<String, Object> of(Table table) {
    Map<String, Object> methods = new LinkedHashMap<>();
    methods.put("get", get(table));
    if (table.insertable()) {
      methods.put("post", post(table));
    }
    if (table.updatable()) {
      List<Map<String, String>> parameters = filters(table);
      parameters.add(reference("body." + table.name().name()));
      parameters.add(reference("preferReturn"));
      methods.put("patch", method(table, parameters, done("204", "No Content")));
    }
    if (table.deletable()) {
      List<Map<String, String>> parameters = filters(table);
      parameters.add(reference("preferReturn"));
      methods.put("delete", method(table, parameters, done("204", "No Content")));
    }
    return methods;
  }

  private static Map<String, Object> get(Table table) {
    List<Map<String, String>> parameters = filters(table);
    for (String name :
        List.of("select", "order", "range", "rangeUnit", "offset", "limit", "preferCount")) {
      parameters.add(reference(name));
    }
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("items", Map.of("$ref", OpenApi.reference(table.name())));
    rows.put("type", "array");
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", Map.of("description", "OK", "schema", rows));
    responses.put("206", Map.of("description", "Partial Content"));
    return method(table, parameters, responses);
  }

  private static Map<String, Object> post(Table table) {
    List<Map<String, String>> parameters = new ArrayList<>();
    parameters.add(reference("body." + table.name().name()));
    parameters.add(reference("select"));
    parameters.add(reference("preferPost"));
    return method(table, parameters, done("201", "Created"));
  }

  private static Map<String, Object> method(
      Table table, List<Map<String, String>> parameters, Map<String, Object> responses) {
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("tags", List.of(table.name().name()));
    Text text = Text.of(table.description());
    if (text.summary() != null) {
      method.put("summary", text.summary());
    }
    if (text.description() != null) {
      method.put("description", text.description());
    }
    method.put("parameters", parameters);
    method.put("responses", responses);
    return method;
  }

  private static Map<String, Object> done(String status, String description) {
    return Map.of(status, Map.of("description", description));
  }

  private static List<Map<String, String>> filters(Table table) {
    List<Map<String, String>> filters = new ArrayList<>();
    for (String column : table.columns().keySet()) {
      filters.add(reference("rowFilter." + table.name().name() + "." + column));
    }
    return filters;
  }

  private static Map<String, String> reference(String parameter) {
    return Map.of("$ref", "#/parameters/" + parameter);
  }
}
