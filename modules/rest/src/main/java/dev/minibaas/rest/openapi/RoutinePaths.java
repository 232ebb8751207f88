package dev.minibaas.rest.openapi;

import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.Routine.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of a function. */
final class RoutinePaths {
  private RoutinePaths() {}

  static Map<String, Object> of(Routine routine) {
    Map<String, Object> methods = new LinkedHashMap<>();
    if (!routine.isVolatile()) {
      methods.put("get", method(routine, queryParameters(routine)));
    }
    methods.put("post", method(routine, bodyParameters(routine)));
    return methods;
  }

  private static Map<String, Object> method(Routine routine, List<?> parameters) {
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("tags", List.of("(rpc) " + routine.name().name()));
    Text text = Text.of(routine.description());
    if (text.summary() != null) {
      method.put("summary", text.summary());
    }
    if (text.description() != null) {
      method.put("description", text.description());
    }
    method.put(
        "produces",
        List.of(
            "application/json",
            "application/vnd.pgrst.object+json;nulls=stripped",
            "application/vnd.pgrst.object+json"));
    method.put("parameters", parameters);
    method.put("responses", Map.of("200", Map.of("description", "OK")));
    return method;
  }

  private static List<Map<String, @Nullable Object>> queryParameters(Routine routine) {
    List<Map<String, @Nullable Object>> parameters = new ArrayList<>();
    for (Parameter parameter : routine.parameters()) {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("name", parameter.name());
      query.put("required", parameter.required());
      query.put("in", "query");
      if (parameter.variadic()) {
        query.put("collectionFormat", "multi");
        String element = parameter.type().substring(0, parameter.type().length() - 2);
        Map<String, @Nullable Object> items = new LinkedHashMap<>();
        items.put("format", element);
        Types.put(items, element);
        query.put("items", items);
        query.put("type", "array");
      } else {
        query.put("format", Types.within(routine.name().schema(), parameter.type()));
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        Types.put(schema, parameter.type());
        Object type = schema.get("type");
        // a parameter of the query string can't be an array here, nor be of no type
        query.put("type", type == null || type.equals("array") ? "string" : type);
      }
      parameters.add(query);
    }
    return parameters;
  }

  private static List<Object> bodyParameters(Routine routine) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Parameter parameter : routine.parameters()) {
      Map<String, @Nullable Object> property = new LinkedHashMap<>();
      property.put("format", Types.within(routine.name().schema(), parameter.type()));
      Types.put(property, parameter.type());
      properties.put(parameter.name(), property);
      if (parameter.required()) {
        required.add(parameter.name());
      }
    }
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("type", "object");
    if (routine.description() != null) {
      schema.put("description", routine.description());
    }
    schema.put("properties", properties);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", "args");
    body.put("required", true);
    body.put("in", "body");
    body.put("schema", schema);
    return List.of(body, Map.of("$ref", "#/parameters/preferParams"));
  }
}
