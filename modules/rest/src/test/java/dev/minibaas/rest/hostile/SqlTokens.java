package dev.minibaas.rest.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement as PostgreSQL's scanner reads it (standard_conforming_strings on), written here anew
 * so that it shares no mistake with what wrote the statement. What identifiers and literals say is
 * left out; everything that is SQL stays.
 */
final class SqlTokens {
  static final String IDENTIFIER = "\"…\"";
  static final String LITERAL = "'…'";
  static final String COMMENT = "/*…*/";
  static final String DOLLARS = "$$…$$";
  static final String UNTERMINATED = "unterminated";

  private final String sql;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  static List<String> of(String sql) {
    SqlTokens scanner = new SqlTokens(sql);
    while (scanner.at < sql.length()) {
      scanner.next();
    }
    return scanner.tokens;
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (c == '"') {
      quoted('"', false, IDENTIFIER);
    } else if (c == '\'') {
      quoted('\'', false, LITERAL);
    } else if ((c == 'E' || c == 'e') && sql.startsWith("'", at + 1)) {
      at++;
      quoted('\'', true, LITERAL);
    } else if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
      tokens.add(COMMENT);
      at += 2;
    } else if (c == '$') {
      dollar();
    } else if (isWordPart(c)) {
      word();
    } else {
      tokens.add(String.valueOf(c));
      at++;
    }
  }

  private void quoted(char quote, boolean hasEscapes, String token) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (hasEscapes && c == '\\') {
        at++;
      } else if (c == quote) {
        if (at == sql.length() || sql.charAt(at) != quote) {
          tokens.add(token);
          return;
        }
        at++;
      }
    }
    tokens.add(UNTERMINATED);
  }

  /** {@code $1}, or the beginning of a text in dollars. */
  private void dollar() {
    int end = at + 1;
    while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
      end++;
    }
    tokens.add(end > at + 1 ? "$" : DOLLARS);
    at = end;
  }

  private void word() {
    int start = at;
    while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '$')) {
      at++;
    }
    String word = sql.substring(start, at);
    boolean isNumber = word.chars().allMatch(Character::isDigit);
    tokens.add(isNumber ? "0" : word.toLowerCase(Locale.ROOT));
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c > 0x7f;
  }
}
