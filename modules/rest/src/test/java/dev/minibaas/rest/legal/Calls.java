package dev.minibaas.rest.legal;

import dev.minibaas.rest.legal.Fields.Field;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.Routine.Parameter;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes up calls of functions, by GET and by POST. */
final class Calls {
  private final SchemaCache cache;
  private final String schema;
  private final List<Routine> routines;

  Calls(SchemaCache cache, String schema) {
    this.cache = cache;
    this.schema = schema;
    this.routines =
        cache.routines().values().stream()
            .flatMap(List::stream)
            .filter(routine -> routine.name().schema().equals(schema))
            .sorted(Comparator.comparing(Routine::name).thenComparing(Routine::oid))
            .filter(routine -> routine.parameters().stream().noneMatch(this::isRow))
            .toList();
  }

  /** Functions over rows are for embedding; a whole row is no argument that a URL would write. */
  private boolean isRow(Parameter parameter) {
    return cache.tables().keySet().stream().anyMatch(n -> parameter.type().equals(n.toString()));
  }

  Asked make(Dice dice) {
    Routine routine = dice.of(routines);
    Url url = new Url("rpc", routine.name().name());
    List<String> headers = new ArrayList<>();
    Reads.prefer(dice, headers);
    if (dice.oneIn(4)) {
      headers.add("Accept: " + dice.of(Reads.ACCEPTED));
    }
    if (routine.takesWholeBody()) {
      shape(dice, url, routine);
      return new Asked("POST " + url, "{\"any\":[1,\"it's\"]}", headers);
    }
    List<Parameter> given = new ArrayList<>();
    for (Parameter parameter : routine.parameters()) {
      if (parameter.required() || dice.oneIn(2)) {
        given.add(parameter);
      }
    }
    if (dice.oneIn(2)) {
      for (Parameter parameter : given) {
        argument(dice, url, parameter);
      }
      shape(dice, url, routine);
      return new Asked((dice.oneIn(8) ? "HEAD " : "GET ") + url, "", headers);
    }
    shape(dice, url, routine);
    return new Asked("POST " + url, body(dice, given), headers);
  }

  private static void argument(Dice dice, Url url, Parameter parameter) {
    if (parameter.variadic()) {
      url.with(Url.name(parameter.name()), "one").with(Url.name(parameter.name()), "t,w\"o'");
      return;
    }
    url.with(Url.name(parameter.name()), value(dice, parameter));
  }

  private static String value(Dice dice, Parameter parameter) {
    return switch (parameter.type()) {
      case "character", "character varying" -> "ab";
      case "bit" -> "1";
      case "integer" -> Integer.toString(dice.between(1, 6));
      default -> dice.of(Kind.of(castType(parameter)).values());
    };
  }

  private static String castType(Parameter parameter) {
    return switch (parameter.type()) {
      case "api.label" -> "text";
      default -> parameter.type();
    };
  }

  private static String body(Dice dice, List<Parameter> given) {
    List<String> members = new ArrayList<>();
    for (Parameter parameter : given) {
      String value = parameter.variadic() ? "{a,b}" : value(dice, parameter);
      boolean raw = parameter.type().startsWith("json");
      String quoted = '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      String name = parameter.name().replace("\\", "\\\\").replace("\"", "\\\"");
      members.add('"' + name + "\":" + (raw ? value : quoted));
    }
    return "{" + String.join(",", members) + "}";
  }

  /** What is asked of the rows that come back. */
  private void shape(Dice dice, Url url, Routine routine) {
    Table table = cache.table(routine.returns().type());
    if (table != null && routine.returns().isComposite()) {
      Tree tree = new Tree.Maker(dice, cache, schema, false).root(table, dice.upTo(2));
      Reads.shape(dice, url, tree, routine.returns().isSet());
      return;
    }
    List<Field> fields = Fields.of(routine.returns().columns());
    if (fields.isEmpty() || !routine.returns().isComposite()) {
      return;
    }
    if (dice.oneIn(2)) {
      url.with("select", dice.of(fields).url());
    }
    Conditions conditions = new Conditions(dice);
    for (Field field : dice.some(fields, 2)) {
      url.with(field.url(), conditions.on(field, false));
    }
    if (dice.oneIn(2)) {
      Field field = dice.of(fields);
      if (field.kind().is(Kind.Trait.ORDERED)) {
        url.with("order", field.url() + ".desc");
      }
    }
  }
}
