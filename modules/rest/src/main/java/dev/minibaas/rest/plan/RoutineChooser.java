package dev.minibaas.rest.plan;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.MediaType;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.Routine.Parameter;
import dev.minibaas.rest.schema.SchemaCache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Chooses among overloads by the set of argument names. */
final class RoutineChooser {
  private final SchemaCache cache;
  private final Given given;

  /**
   * What a call gives.
   *
   * @param names of the arguments
   * @param singleObject the whole body is to be one JSON argument
   * @param hasBody whether it was made by POST
   */
  record Given(Set<String> names, boolean singleObject, boolean hasBody, MediaType contentType) {}

  RoutineChooser(SchemaCache cache, Given given) {
    this.cache = cache;
    this.given = given;
  }

  Routine choose(Name name) {
    List<Routine> byName = new ArrayList<>();
    List<Routine> byBody = new ArrayList<>();
    for (Routine routine : cache.routines(name)) {
      if (takesNames(routine)) {
        byName.add(routine);
      } else if (given.hasBody() && routine.takesWholeBody() && takesType(routine)) {
        byBody.add(routine);
      }
    }
    List<Routine> found = byName.isEmpty() ? byBody : byName;
    return switch (found.size()) {
      case 0 -> throw none(name);
      case 1 -> found.get(0);
      default ->
          throw RestError.ambiguousRoutine(found.stream().map(RoutineChooser::signature).toList());
    };
  }

  private boolean takesNames(Routine routine) {
    List<Parameter> parameters = routine.parameters();
    if (given.singleObject()) {
      return parameters.size() == 1 && isJson(parameters.get(0).type());
    }
    if (parameters.isEmpty()) {
      return given.names().isEmpty() && !(given.hasBody() && isRawBody());
    }
    Set<String> left = new HashSet<>(given.names());
    for (Parameter parameter : parameters) {
      if (!left.remove(parameter.name()) && parameter.required()) {
        return false;
      }
    }
    return left.isEmpty();
  }

  private boolean isRawBody() {
    MediaType type = given.contentType();
    return type.equals(MediaType.TEXT)
        || type.equals(MediaType.XML)
        || type.equals(MediaType.OCTETS);
  }

  private boolean takesType(Routine routine) {
    String type = routine.parameters().get(0).type();
    MediaType content = given.contentType();
    return switch (type) {
      case "json", "jsonb" -> content.equals(MediaType.JSON);
      case "text" -> content.equals(MediaType.TEXT);
      case "xml" -> content.equals(MediaType.XML);
      case "bytea" -> content.equals(MediaType.OCTETS);
      default -> false;
    };
  }

  private static boolean isJson(String type) {
    return type.equals("json") || type.equals("jsonb");
  }

  private static String signature(Routine routine) {
    StringBuilder out = new StringBuilder(routine.name().toString()).append('(');
    String separator = "";
    for (Parameter parameter : routine.parameters()) {
      out.append(separator).append(parameter.name()).append(" => ").append(parameter.type());
      separator = ", ";
    }
    return out.append(')').toString();
  }

  private RestError none(Name name) {
    String arguments = String.join(", ", new TreeSet<>(given.names()));
    boolean onlyBody = given.hasBody() && (given.singleObject() || isRawBody());
    boolean isNameless = given.names().isEmpty();
    String message =
        "Could not find the function "
            + name
            + (onlyBody ? "" : isNameless ? " without parameters" : "(" + arguments + ")")
            + " in the schema cache";
    String details =
        "Searched for the function "
            + name
            + searched(arguments, onlyBody)
            + ", but no matches were found in the schema cache.";
    return RestError.noRoutine(message, details, onlyBody ? null : hint(name));
  }

  private String searched(String arguments, boolean onlyBody) {
    int count = given.names().size();
    String named =
        count == 0
            ? " without parameters"
            : " with parameter" + (count > 1 ? "s " : " ") + arguments;
    if (!given.hasBody()) {
      return named;
    }
    if (given.singleObject()) {
      return " with a single json/jsonb parameter";
    }
    if (onlyBody) {
      MediaType type = given.contentType();
      String word =
          type.equals(MediaType.TEXT) ? "text" : type.equals(MediaType.XML) ? "xml" : "bytea";
      return " with a single unnamed " + word + " parameter";
    }
    boolean isJson = given.contentType().equals(MediaType.JSON);
    return isJson ? named + " or with a single unnamed json/jsonb parameter" : named;
  }

  /** A function of a similar name; or of the same name with similar parameters. */
  private @Nullable String hint(Name name) {
    List<Routine> overloads = cache.routines(name);
    if (overloads.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      cache.routines().keySet().stream()
          .filter(other -> other.schema().equals(name.schema()))
          .forEach(other -> names.add(other.name()));
      String meant = Suggestions.best(name.name(), names);
      return meant == null ? null : called(new Name(name.schema(), meant).toString());
    }
    TreeSet<String> lists = new TreeSet<>();
    for (Routine routine : overloads) {
      lists.add(list(routine.parameters().stream().map(Parameter::name).toList()));
    }
    String meant = Suggestions.best(list(given.names()), lists);
    return meant == null ? null : called(name + meant);
  }

  private static String list(Collection<String> names) {
    return "(" + String.join(", ", new TreeSet<>(names)) + ")";
  }

  private static String called(String function) {
    return "Perhaps you meant to call the function " + function;
  }
}
