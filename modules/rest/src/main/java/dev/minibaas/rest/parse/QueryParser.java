package dev.minibaas.rest.parse;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.QueryParameters.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads a query string. */
final class QueryParser {
  private @Nullable List<SelectItem> select;
  private final List<At<Filter>> filters = new ArrayList<>();
  private final List<At<LogicTree>> logic = new ArrayList<>();
  private final List<At<List<OrderTerm>>> orders = new ArrayList<>();
  private final Map<List<String>, RowRange> ranges = new LinkedHashMap<>();
  private @Nullable List<String> columns;
  private @Nullable List<String> onConflict;
  private final List<Argument> arguments = new ArrayList<>();
  private final boolean takesArguments;

  private QueryParser(boolean takesArguments) {
    this.takesArguments = takesArguments;
  }

  /**
   * @param takesArguments whether a parameter that is no filter is an argument of a call
   */
  static QueryParameters parse(@Nullable String raw, boolean takesArguments) {
    List<QueryString.Parameter> parameters = QueryString.parse(raw);
    QueryParser parser = new QueryParser(takesArguments);
    for (QueryString.Parameter parameter : parameters) {
      parser.take(parameter.key(), parameter.value());
    }
    return new QueryParameters(
        parser.select == null ? List.of() : parser.select,
        parser.filters,
        parser.logic,
        parser.orders,
        parser.ranges,
        parser.columns,
        parser.onConflict,
        parser.arguments,
        QueryString.canonical(parameters));
  }

  private void take(String key, String value) {
    switch (key) {
      case "select" ->
          select = select != null ? select : parsed("select parameter", value, SelectParser::parse);
      case "columns" -> columns = columns != null ? columns : names("columns parameter", value);
      case "on_conflict" ->
          onConflict = onConflict != null ? onConflict : names("on_conflict parameter", value);
      default -> takeByLastWord(key, value);
    }
  }

  private static List<String> names(String what, String value) {
    return parsed(what, value, FieldParser::names);
  }

  private void takeByLastWord(String key, String value) {
    int dot = key.lastIndexOf('.');
    switch (dot < 0 ? key : key.substring(dot + 1)) {
      case "order" ->
          orders.add(new At<>(path(key, dot), parsed("order", value, OrderParser::parse)));
      case "limit" -> {
        Long limit = RowRange.number(value);
        takeRange(path(key, dot), range -> limit == null ? range : range.withLimit(limit));
      }
      case "offset" -> {
        Long offset = RowRange.number(value);
        takeRange(path(key, dot), range -> offset == null ? range : range.withOffset(offset));
      }
      case "and", "or" -> takeLogic(key, value);
      default -> takeFilter(key, value);
    }
  }

  private void takeRange(List<String> path, UnaryOperator<RowRange> change) {
    ranges.put(path, change.apply(ranges.getOrDefault(path, RowRange.ALL)));
  }

  private static List<String> path(String key, int end) {
    return end < 0 ? List.of() : parsed("tree path", key.substring(0, end), QueryParser::dotted);
  }

  private static List<String> dotted(String text) {
    Cursor in = new Cursor(text);
    List<String> names = new ArrayList<>();
    do {
      names.add(FieldParser.name(in));
    } while (in.accept('.'));
    in.note(Cursor.DELIMITER);
    in.expectEnd();
    return names;
  }

  /** The tree is read with its key's operator in front: {@code a.not.or=(…)} as not.or(…). */
  private void takeLogic(String key, String value) {
    List<String> words = parsed("logic path", key, QueryParser::dotted);
    int end = words.size() - 1;
    String operator = words.get(end);
    if (end > 0 && words.get(end - 1).equals("not")) {
      end--;
      operator = "not." + operator;
    }
    String text = operator + value;
    try {
      logic.add(new At<>(words.subList(0, end), FilterParser.tree(text)));
    } catch (SyntaxError e) {
      throw unparsable("logic tree", value, e);
    }
  }

  private void takeFilter(String key, String value) {
    if (takesArguments && key.indexOf('.') < 0 && !isFilter(value)) {
      arguments.add(new Argument(argumentName(key), value));
      return;
    }
    At<Field> target = parsed("tree path", key, QueryParser::target);
    filters.add(
        new At<>(
            target.path(),
            parsed("filter", value, text -> FilterParser.filter(target.value(), text))));
  }

  /** The key as it stands; in quotes, as elsewhere, any name at all. */
  private static String argumentName(String key) {
    if (!key.startsWith("\"")) {
      return key;
    }
    try {
      At<Field> quoted = target(key);
      return quoted.value().path().isEmpty() ? quoted.value().name() : key;
    } catch (SyntaxError e) {
      return key;
    }
  }

  private static boolean isFilter(String value) {
    try {
      FilterParser.filter(Field.of("*"), value);
      return true;
    } catch (SyntaxError e) {
      return false;
    }
  }

  /** {@code embed.embed.column->key} */
  private static At<Field> target(String key) {
    Cursor in = new Cursor(key);
    List<String> names = new ArrayList<>();
    do {
      names.add(FieldParser.name(in));
    } while (in.accept('.'));
    List<JsonStep> steps = FieldParser.jsonPath(in);
    in.note(Cursor.DELIMITER);
    in.expectEnd();
    int last = names.size() - 1;
    return new At<>(names.subList(0, last), new Field(names.get(last), steps));
  }

  private static <T> T parsed(String what, String text, Function<String, T> grammar) {
    try {
      return grammar.apply(text);
    } catch (SyntaxError e) {
      throw unparsable(what, text, e);
    }
  }

  private static RestError unparsable(String what, String text, SyntaxError e) {
    return RestError.unparsable(what + " (" + text + ")", e.position() + 1, e.details());
  }
}
