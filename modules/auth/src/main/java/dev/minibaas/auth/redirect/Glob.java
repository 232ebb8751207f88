package dev.minibaas.auth.redirect;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of addresses as GoTrue reads it: {@code *} stands for anything but a separator, {@code
 * **} for anything, {@code ?} for one character that is none; {@code [a-z]}, {@code [!a-z]} and
 * {@code {a,b}} choose. Separators are the dot and the slash.
 */
final class Glob {
  private static final String PLAIN = "[^./]";

  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  static Glob of(String text) {
    try {
      return new Glob(Pattern.compile(regex(text), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a pattern of addresses: " + text, e);
    }
  }

  boolean matches(String address) {
    return pattern.matcher(address).matches();
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int choices = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> {
          boolean any = glob.startsWith("**", i);
          regex.append(any ? ".*" : PLAIN + "*");
          i += any ? 1 : 0;
        }
        case '?' -> regex.append(PLAIN);
        case '\\' -> {
          i++;
          regex.append(literal(i < glob.length() ? glob.charAt(i) : c));
        }
        case '[' -> {
          int end = glob.indexOf(']', i + 1);
          if (end < 0) {
            throw new PatternSyntaxException("unclosed bracket", glob, i);
          }
          regex.append(oneOf(glob.substring(i + 1, end)));
          i = end;
        }
        case '{' -> {
          choices++;
          regex.append("(?:");
        }
        case '}' -> {
          choices--;
          regex.append(')');
        }
        case ',' -> regex.append(choices > 0 ? "|" : ",");
        default -> regex.append(literal(c));
      }
    }
    return regex.toString();
  }

  private static String literal(char c) {
    return Pattern.quote(String.valueOf(c));
  }

  private static String oneOf(String inside) {
    boolean not = inside.startsWith("!");
    String chars = (not ? inside.substring(1) : inside).replaceAll("([\\\\\\[\\]^&])", "\\\\$1");
    return (not ? "[^" : "[") + chars + "]";
  }
}
