package dev.minibaas.realtime.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts of SQL that don't come from here, made fit for the driver. */
final class SqlTexts {
  private SqlTexts() {}

  /** An array as PostgreSQL reads it; elements may be null. */
  static String array(List<? extends @Nullable String> elements) {
    StringBuilder literal = new StringBuilder("{");
    for (String element : elements) {
      if (literal.length() > 1) {
        literal.append(',');
      }
      if (element == null) {
        literal.append("NULL");
      } else {
        literal.append('"');
        literal.append(element.replace("\\", "\\\\").replace("\"", "\\\""));
        literal.append('"');
      }
    }
    return literal.append('}').toString();
  }

  /** The driver's spelling of question marks outside of quotes, where they are operators. */
  static String withoutParameters(String sql) {
    if (sql.indexOf('?') < 0) {
      return sql;
    }
    StringBuilder out = new StringBuilder(sql.length() + 8);
    char quote = 0;
    boolean escapes = false;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      out.append(c);
      if (quote == 0) {
        if (c == '?') {
          out.append('?');
        } else if (c == '\'' || c == '"') {
          quote = c;
          escapes = c == '\'' && i > 0 && sql.charAt(i - 1) == 'E';
        }
      } else if (escapes && c == '\\' && i + 1 < sql.length()) {
        i++;
        out.append(sql.charAt(i));
      } else if (c == quote) {
        quote = 0;
      }
    }
    return out.toString();
  }
}
