package dev.minibaas.realtime.filter;

import java.util.Locale;
import java.util.regex.Pattern;

/** {@code like}, and of regular expressions those that are a plain text. */
final class TextPatterns {
  private static final Pattern PLAIN = Pattern.compile("\\^?[A-Za-z0-9 _-]*\\$?");
  private static final int END = -1;

  private TextPatterns() {}

  static Truth judge(Operator operator, String pattern, String text) {
    boolean like = operator == Operator.LIKE || operator == Operator.ILIKE;
    if (like ? endsInEscape(pattern) : !PLAIN.matcher(pattern).matches()) {
      return Truth.UNSURE;
    }
    if (operator == Operator.LIKE || operator == Operator.MATCH) {
      return Truth.of(matches(like, pattern, text));
    }
    return anyCase(like, pattern, text);
  }

  /**
   * Certain for ASCII; except that in a Turkish database I isn't the capital of i, so where that
   * makes a difference the database is asked.
   */
  private static Truth anyCase(boolean like, String pattern, String text) {
    if (!isAscii(pattern) || !isAscii(text)) {
      return Truth.UNSURE;
    }
    boolean usual = matches(like, pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    boolean turkish = matches(like, turkish(pattern), turkish(text));
    return usual == turkish ? Truth.of(usual) : Truth.UNSURE;
  }

  private static String turkish(String text) {
    return text.replace('I', '\u0131').toLowerCase(Locale.ROOT);
  }

  private static boolean matches(boolean like, String pattern, String text) {
    return like ? like(pattern, text) : plain(pattern, text);
  }

  private static boolean plain(String pattern, String text) {
    boolean start = pattern.startsWith("^");
    boolean end = pattern.endsWith("$");
    String part = pattern.substring(start ? 1 : 0, pattern.length() - (end ? 1 : 0));
    if (start && end) {
      return text.equals(part);
    }
    if (start) {
      return text.startsWith(part);
    }
    return end ? text.endsWith(part) : text.contains(part);
  }

  /** Steps back to the last percent sign only, which is enough and bounds the work. */
  private static boolean like(String patternText, String valueText) {
    int[] pattern = patternText.codePoints().toArray();
    int[] text = valueText.codePoints().toArray();
    int p = 0;
    int t = 0;
    int resume = END;
    int taken = 0;
    while (t < text.length) {
      if (p < pattern.length && pattern[p] == '%') {
        resume = ++p;
        taken = t;
      } else if (p < pattern.length && fits(pattern, p, text[t])) {
        p += pattern[p] == '\\' ? 2 : 1;
        t++;
      } else if (resume != END) {
        p = resume;
        t = ++taken;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '%') {
      p++;
    }
    return p == pattern.length;
  }

  private static boolean fits(int[] pattern, int at, int c) {
    return switch (pattern[at]) {
      case '_' -> true;
      case '\\' -> pattern[at + 1] == c;
      default -> pattern[at] == c;
    };
  }

  /** An error in PostgreSQL, but only where it gets that far. */
  private static boolean endsInEscape(String pattern) {
    int escapes = 0;
    for (int i = pattern.length() - 1; i >= 0 && pattern.charAt(i) == '\\'; i--) {
      escapes++;
    }
    return escapes % 2 == 1;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
