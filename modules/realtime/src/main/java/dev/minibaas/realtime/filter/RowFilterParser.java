package dev.minibaas.realtime.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code column=[not.]operator.value}, several divided by commas. A value in double quotes may have
 * commas and brackets; in it a backslash takes the next character as it is.
 */
final class RowFilterParser {
  private static final Set<String> IS_WORDS = Set.of("null", "true", "false", "unknown");
  private static final int MAX_LENGTH = 16_384;

  private final String text;
  private int at;

  RowFilterParser(String text) {
    this.text = text;
  }

  RowFilter parse() {
    if (text.length() > MAX_LENGTH) {
      throw invalid("a filter has at most " + MAX_LENGTH + " characters");
    }
    if (text.indexOf('\0') >= 0) {
      throw invalid("a filter cannot contain U+0000");
    }
    if (text.isBlank()) {
      return RowFilter.NONE;
    }
    List<Condition> conditions = new ArrayList<>();
    do {
      conditions.add(condition());
    } while (skipComma());
    return new RowFilter(conditions);
  }

  private Condition condition() {
    int equals = text.indexOf('=', at);
    int comma = text.indexOf(',', at);
    if (equals < 0 || (comma >= 0 && comma < equals)) {
      String part = text.substring(at, comma < 0 ? text.length() : comma).strip();
      throw invalid(
          part.isEmpty()
              ? "filter must not contain empty segments (check for extra commas)"
              : "[\"" + part + "\"]");
    }
    String column = text.substring(at, equals).strip();
    at = equals + 1;
    skipBlanks();
    boolean negated = text.startsWith("not.", at);
    if (negated) {
      at += "not.".length();
    }
    Operator operator = operator();
    if (operator == Operator.IN) {
      return list(column, negated);
    }
    String value = operator == Operator.IS ? isWord(value()) : value();
    return new Condition(column, negated, operator, List.of(value), false);
  }

  private Operator operator() {
    int dot = text.indexOf('.', at);
    if (dot < 0) {
      throw invalid("[\"" + text.substring(at) + "\"]");
    }
    String word = text.substring(at, dot);
    Operator operator = Operator.of(word);
    if (operator == null) {
      throw invalid("[\"" + word + "\", \"" + text.substring(dot + 1) + "\"]");
    }
    at = dot + 1;
    return operator;
  }

  private String isWord(String value) {
    String word = value.toLowerCase(Locale.ROOT);
    if (!IS_WORDS.contains(word)) {
      throw invalid("invalid value for is filter: must be null, true, false, or unknown");
    }
    return word;
  }

  /** Up to a comma outside of quotes and brackets. */
  private String value() {
    if (isAt('"')) {
      String value = quotedText();
      skipBlanks();
      if (at < text.length() && !isAt(',')) {
        throw invalid("a comma was expected behind the closing quote");
      }
      return value;
    }
    int start = at;
    int depth = 0;
    while (at < text.length() && (depth > 0 || !isAt(','))) {
      char c = text.charAt(at++);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth = Math.max(0, depth - 1);
      }
    }
    return text.substring(start, at).strip();
  }

  private Condition list(String column, boolean negated) {
    if (!isAt('(')) {
      throw invalid("`in` filter value must be wrapped by parentheses");
    }
    at++;
    skipBlanks();
    List<String> values = new ArrayList<>();
    boolean orNull = false;
    if (!isAt(')')) {
      do {
        skipBlanks();
        boolean quoted = isAt('"');
        String element = quoted ? quotedText() : element();
        if (!quoted && element.equalsIgnoreCase("null")) {
          orNull = true;
        } else {
          values.add(element);
        }
        skipBlanks();
      } while (skipComma());
    }
    if (!isAt(')')) {
      throw invalid("`in` filter value must be wrapped by parentheses");
    }
    at++;
    skipBlanks();
    if (at < text.length() && !isAt(',')) {
      throw invalid("a comma was expected behind the closing bracket");
    }
    return new Condition(column, negated, Operator.IN, values, orNull);
  }

  private String element() {
    int start = at;
    while (at < text.length() && !isAt(',') && !isAt(')')) {
      at++;
    }
    String element = text.substring(start, at).strip();
    if (element.isEmpty()) {
      throw invalid("`in` filter has an empty value; write \"\" for an empty text");
    }
    return element;
  }

  private String quotedText() {
    var value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    throw invalid("a quote is not closed");
  }

  private boolean isAt(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean skipComma() {
    boolean comma = isAt(',');
    if (comma) {
      at++;
    }
    return comma;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** As realtime-js writes a value: in quotes where it could be misread. */
  static String quoted(String value) {
    boolean plain =
        value.equals(value.strip()) && value.chars().noneMatch(c -> ",()\"\\".indexOf(c) >= 0);
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** In a list the empty text and the word null need quotes, too. */
  static String quotedElement(String value) {
    return value.isEmpty() || value.equalsIgnoreCase("null") ? '"' + value + '"' : quoted(value);
  }

  private static InvalidFilter invalid(String reason) {
    return new InvalidFilter("Error parsing `filter` params: " + reason);
  }
}
