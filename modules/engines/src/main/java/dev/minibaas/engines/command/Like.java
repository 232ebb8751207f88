package dev.minibaas.engines.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A pattern in which {@code %} stands for any text and {@code _} for one character; a backslash
 * before them takes that away. Each engine gets it in its own notation.
 */
public record Like(String pattern, boolean ignoresCase) {
  private sealed interface Part {}

  private record Text(String text) implements Part {}

  private enum Wildcard implements Part {
    ANY,
    ONE
  }

  public Like {
    if (endsInEscape(pattern)) {
      throw new InvalidCommand(
          InvalidCommand.Part.FILTER, "a pattern can't end in a single backslash");
    }
  }

  private static boolean endsInEscape(String pattern) {
    int backslashes = 0;
    while (backslashes < pattern.length()
        && pattern.charAt(pattern.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** The pattern with other wildcards, and text as the function writes it. */
  public String with(String any, String one, UnaryOperator<String> text) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts()) {
      out.append(
          switch (part) {
            case Text literal -> text.apply(literal.text);
            case Wildcard wildcard -> wildcard == Wildcard.ANY ? any : one;
          });
    }
    return out.toString();
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' || c == '_') {
        endText(text, parts);
        // two of them mean what one means, and cost a matcher more
        if (c == '_' || parts.isEmpty() || parts.getLast() != Wildcard.ANY) {
          parts.add(c == '%' ? Wildcard.ANY : Wildcard.ONE);
        }
      } else {
        text.append(c == '\\' ? pattern.charAt(++i) : c);
      }
    }
    endText(text, parts);
    return parts;
  }

  private static void endText(StringBuilder text, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Text(text.toString()));
      text.setLength(0);
    }
  }

  /** Whether a text matches, in time linear in its length for each wildcard. */
  public boolean matches(String text) {
    String value = ignoresCase ? folded(text) : text;
    List<Part> parts = parts();
    return matches(value, parts);
  }

  private boolean matches(String value, List<Part> parts) {
    // one character or wildcard each
    List<Object> tokens = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Text literal) {
        (ignoresCase ? folded(literal.text) : literal.text).codePoints().forEach(tokens::add);
      } else {
        tokens.add(part);
      }
    }
    int[] points = value.codePoints().toArray();
    int at = 0;
    int token = 0;
    int star = -1;
    int mark = 0;
    while (at < points.length) {
      if (token < tokens.size() && tokens.get(token) == Wildcard.ANY) {
        star = token++;
        mark = at;
      } else if (token < tokens.size() && fits(tokens.get(token), points[at])) {
        token++;
        at++;
      } else if (star >= 0) {
        token = star + 1;
        at = ++mark;
      } else {
        return false;
      }
    }
    while (token < tokens.size() && tokens.get(token) == Wildcard.ANY) {
      token++;
    }
    return token == tokens.size();
  }

  private static boolean fits(Object token, int point) {
    return token == Wildcard.ONE || (token instanceof Integer expected && expected == point);
  }

  private static String folded(String text) {
    return text.toLowerCase(java.util.Locale.ROOT);
  }
}
