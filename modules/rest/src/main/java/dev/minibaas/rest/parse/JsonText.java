package dev.minibaas.rest.parse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the JSON that doesn't come from the database. */
public final class JsonText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonText() {}

  public static String object(Map<String, ?> members) {
    StringBuilder out = new StringBuilder();
    write(out, members);
    return out.toString();
  }

  /** Writes texts, numbers, booleans, lists, maps and nulls. */
  public static void write(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> quote(out, text);
      case Map<?, ?> map -> members(out, map);
      case List<?> list -> elements(out, list);
      default -> out.append(value);
    }
  }

  private static void members(StringBuilder out, Map<?, ?> map) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      quote(out, String.valueOf(entry.getKey()));
      out.append(':');
      write(out, entry.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private static void elements(StringBuilder out, List<?> list) {
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      write(out, element);
      separator = ",";
    }
    out.append(']');
  }

  /** Writes a text in quotes; runs of characters that need no escape are copied whole. */
  public static void quote(StringBuilder out, String text) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        out.append(text, plain, i);
        plain = i + 1;
        escape(out, c);
      }
    }
    (plain == 0 ? out.append(text) : out.append(text, plain, text.length())).append('"');
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX[c >> shift & 15]);
        }
      }
    }
  }
}
