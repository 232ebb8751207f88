package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.Action;
import dev.minibaas.rest.parse.ApiRequest;
import dev.minibaas.rest.parse.JsonText;
import dev.minibaas.rest.parse.Payload;
import dev.minibaas.rest.parse.QueryParameters.Argument;
import dev.minibaas.rest.plan.Arguments.Named;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.Routine.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a function is called with. */
final class CallPlanner {
  private CallPlanner() {}

  static RoutineChooser.Given given(ApiRequest request) {
    return new RoutineChooser.Given(
        names(request),
        request.preferences().singleObject(),
        request.action() == Action.CALL,
        request.contentType());
  }

  private static Set<String> names(ApiRequest request) {
    List<String> columns = request.query().columns();
    if (request.action() == Action.CALL && columns != null) {
      return new HashSet<>(columns);
    }
    return switch (request.payload()) {
      case null -> names(request.query().arguments());
      case Payload.Json json -> json.keys();
      case Payload.Form form -> names(form.fields());
      case Payload.UnreadJson ignored -> Set.of();
      case Payload.Raw ignored -> Set.of();
    };
  }

  private static Set<String> names(List<Argument> arguments) {
    Set<String> names = new LinkedHashSet<>();
    arguments.forEach(argument -> names.add(argument.name()));
    return names;
  }

  static Arguments arguments(ApiRequest request, Routine routine) {
    List<Parameter> parameters = routine.parameters();
    boolean single = request.preferences().singleObject() && parameters.size() == 1;
    if (single || routine.takesWholeBody()) {
      return whole(request, parameters.get(0));
    }
    Set<String> given = given(request).names();
    List<Parameter> used = parameters.stream().filter(p -> given.contains(p.name())).toList();
    return switch (request.payload()) {
      case null -> named(used, request.query().arguments());
      case Payload.Form form -> named(used, form.fields());
      case Payload.Json(String text, Set<String> keys, boolean isObject) ->
          new Arguments.FromJson(used, text, isObject);
      case Payload.UnreadJson(String text) ->
          new Arguments.FromJson(used, text, text.stripLeading().startsWith("{"));
      case Payload.Raw ignored -> new Named(List.of());
    };
  }

  private static Arguments whole(ApiRequest request, Parameter parameter) {
    return switch (request.payload()) {
      case null -> new Arguments.WholeText(parameter, object(request.query().arguments()));
      case Payload.Form form -> new Arguments.WholeText(parameter, object(form.fields()));
      case Payload.Json json -> new Arguments.WholeText(parameter, json.text());
      case Payload.UnreadJson json -> new Arguments.WholeText(parameter, json.text());
      case Payload.Raw(byte[] bytes) ->
          parameter.type().equals("bytea")
              ? new Arguments.WholeBytes(bytes)
              : new Arguments.WholeText(parameter, new String(bytes, StandardCharsets.UTF_8));
    };
  }

  private static String object(List<Argument> arguments) {
    Map<String, @Nullable String> object = new LinkedHashMap<>();
    arguments.forEach(argument -> object.put(argument.name(), argument.value()));
    return JsonText.object(object);
  }

  /** Repeated arguments are the elements of a variadic parameter; of any other the last counts. */
  private static Arguments named(List<Parameter> parameters, List<Argument> arguments) {
    List<Named.Value> values = new ArrayList<>();
    for (Parameter parameter : parameters) {
      List<String> texts = new ArrayList<>();
      for (Argument argument : arguments) {
        if (argument.name().equals(parameter.name())) {
          texts.add(argument.value());
        }
      }
      values.add(
          new Named.Value(
              parameter,
              parameter.variadic() ? texts : texts.subList(texts.size() - 1, texts.size())));
    }
    return new Named(values);
  }
}
