package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.json.JsonText;

/** A value of a column as JSON, from PostgreSQL's text form. */
final class ColumnJson {
  private ColumnJson() {}

  /**
   * @param type as {@code pg_type} names it
   */
  static void write(StringBuilder out, String type, String text) {
    if (type.length() > 1 && type.charAt(0) == '_' && new ArrayReader(type, text).write(out)) {
      return;
    }
    switch (type) {
      case "bool" -> out.append(text.startsWith("t"));
      case "int2", "int4", "int8", "oid", "float4", "float8", "numeric" -> number(out, text);
      case "json", "jsonb" -> out.append(text);
      case "timestamp", "timestamptz" -> JsonText.quote(out, moment(text));
      default -> JsonText.quote(out, text);
    }
  }

  /** NaN and the infinities are texts in JSON. */
  private static void number(StringBuilder out, String text) {
    char last = text.charAt(text.length() - 1);
    if (last >= '0' && last <= '9') {
      out.append(text);
    } else {
      JsonText.quote(out, text);
    }
  }

  /** As ISO 8601 has it: a T in the middle, and minutes in the offset. */
  private static String moment(String text) {
    int space = text.indexOf(' ');
    if (space < 0 || text.endsWith("BC")) {
      return text.replaceFirst(" ", "T");
    }
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    boolean hoursOnly = sign > space && text.length() - sign == 3;
    return text.substring(0, space) + 'T' + text.substring(space + 1) + (hoursOnly ? ":00" : "");
  }

  /** {@code {1,NULL,"a b"}}, of any number of dimensions, as arrays. */
  private static final class ArrayReader {
    private final String element;
    private final String text;
    private int at;

    ArrayReader(String type, String text) {
      this.element = type.substring(1);
      this.text = text;
    }

    /** False, and nothing is written, when it has bounds of its own or isn't an array's text. */
    boolean write(StringBuilder out) {
      int start = out.length();
      if (text.isEmpty() || text.charAt(0) != '{' || !array(out) || at != text.length()) {
        out.setLength(start);
        return false;
      }
      return true;
    }

    private boolean array(StringBuilder out) {
      out.append('[');
      at++;
      if (peek() == '}') {
        at++;
        out.append(']');
        return true;
      }
      while (at < text.length()) {
        boolean read = peek() == '{' ? array(out) : element(out);
        if (!read) {
          return false;
        }
        char next = peek();
        at++;
        if (next == '}') {
          out.append(']');
          return true;
        }
        // boxes alone are divided by semicolons
        if (next != ',' && next != ';') {
          return false;
        }
        out.append(',');
      }
      return false;
    }

    private boolean element(StringBuilder out) {
      if (peek() == '"') {
        return quoted(out);
      }
      int from = at;
      while (at < text.length() && ",;}".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String value = text.substring(from, at);
      if (value.isEmpty()) {
        return false;
      }
      if (value.equals("NULL")) {
        out.append("null");
      } else {
        ColumnJson.write(out, element, value);
      }
      return true;
    }

    private boolean quoted(StringBuilder out) {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          ColumnJson.write(out, element, value.toString());
          return true;
        }
        if (c == '\\') {
          at++;
          if (at == text.length()) {
            return false;
          }
          c = text.charAt(at);
        }
        value.append(c);
      }
      return false;
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : '\0';
    }
  }
}
