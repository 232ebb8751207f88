package dev.minibaas.rest.openapi;

import dev.minibaas.rest.schema.Column;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's types in JSON schema's words. */
final class Types {
  private Types() {}

  /** Adds {@code type}, and {@code items} for an array. A type without a word may be anything. */
  static void put(Map<String, @Nullable Object> schema, String type) {
    String word = word(type);
    if (word == null) {
      return;
    }
    schema.put("type", word);
    if (word.equals("array")) {
      Map<String, @Nullable Object> items = new LinkedHashMap<>();
      String element = word(type.substring(0, type.length() - 2));
      if (element != null) {
        items.put("type", element);
      }
      schema.put("items", items);
    }
  }

  private static @Nullable String word(String type) {
    if (type.endsWith("[]")) {
      return "array";
    }
    return switch (type) {
      case "boolean" -> "boolean";
      case "smallint", "integer", "bigint" -> "integer";
      case "numeric", "real", "double precision" -> "number";
      case "json", "jsonb" -> null;
      default -> "string";
    };
  }

  /** A type's name without the schema that is described. */
  static String within(String schema, String type) {
    String prefix = schema + ".";
    return type.startsWith(prefix) ? type.substring(prefix.length()) : type;
  }

  /** A literal default without its cast and quotes; null when it is an expression. */
  static @Nullable Object defaultValue(Column column) {
    String expression = column.defaultValue();
    if (expression == null) {
      return null;
    }
    String suffix = "::" + column.dataType();
    String value =
        expression.endsWith(suffix)
            ? expression.substring(0, expression.length() - suffix.length())
            : expression;
    boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    String text = quoted ? value.substring(1, value.length() - 1) : value;
    return switch (String.valueOf(word(column.dataType()))) {
      case "boolean" -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : null;
      case "integer", "number" -> number(text);
      default -> text;
    };
  }

  private static @Nullable Number number(String text) {
    try {
      return new java.math.BigDecimal(text);
    } catch (NumberFormatException e) {
      return null; // an expression, such as a sequence's next value
    }
  }
}
