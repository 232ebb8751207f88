package dev.minibaas.realtime.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of an expression as PostgreSQL writes one: keywords in capitals, names not. */
final class PolicyTokens {
  private static final String OPERATOR = "+-*/<>=~!@#%^&|`?:";
  private final List<Token> tokens;
  private int next;

  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  record Token(Kind kind, String text) {}

  private PolicyTokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Null for a text that has what isn't understood here. */
  static @Nullable PolicyTokens of(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int from = at;
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '\'' || c == '"') {
        at = endOfQuoted(text, at);
        if (at < 0) {
          return null;
        }
        String quote = String.valueOf(c);
        String inner = text.substring(from + 1, at - 1).replace(quote + quote, quote);
        tokens.add(new Token(c == '"' ? Kind.QUOTED_NAME : Kind.STRING, inner));
      } else if (isDigit(c)) {
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
          at++;
        }
        tokens.add(new Token(Kind.NUMBER, text.substring(from, at)));
      } else if (isLetter(c)) {
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
          at++;
        }
        if (at < text.length() && text.charAt(at) == '\'') {
          // E'' and its like
          return null;
        }
        tokens.add(new Token(Kind.WORD, text.substring(from, at)));
      } else if (OPERATOR.indexOf(c) >= 0) {
        while (at < text.length() && OPERATOR.indexOf(text.charAt(at)) >= 0) {
          at++;
        }
        tokens.add(new Token(Kind.SYMBOL, text.substring(from, at)));
      } else {
        at++;
        tokens.add(new Token(Kind.SYMBOL, String.valueOf(c)));
      }
    }
    return new PolicyTokens(tokens);
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    int index = next + ahead;
    return index < tokens.size() ? tokens.get(index) : new Token(Kind.END, "");
  }

  Token take() {
    Token token = peek();
    next++;
    return token;
  }

  boolean isAt(String text) {
    return isAt(0, text);
  }

  private boolean isAt(int ahead, String text) {
    Token token = peek(ahead);
    boolean plain = token.kind() == Kind.WORD || token.kind() == Kind.SYMBOL;
    return plain && token.text().equals(text);
  }

  /** Takes these tokens when all of them are next. */
  boolean accept(String... texts) {
    for (int i = 0; i < texts.length; i++) {
      if (!isAt(i, texts[i])) {
        return false;
      }
    }
    next += texts.length;
    return true;
  }

  private static int endOfQuoted(String text, int start) {
    char quote = text.charAt(start);
    int at = start + 1;
    while (at < text.length()) {
      if (text.charAt(at) != quote) {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 127;
  }
}
