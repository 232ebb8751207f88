package dev.minibaas.rest.parse;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A position in a text, and the few moves that a recursive-descent parser makes.
 *
 * <p>On the way it notes what could have stood at a place. An error is told where the parser came
 * furthest, with everything that was possible there.
 */
final class Cursor {
  /** Deeper nesting than any client sends; it bounds the parser's own recursion. */
  private static final int MAX_DEPTH = 200;

  static final char END = '\uffff';
  static final String END_OF_INPUT = "end of input";
  static final String DELIMITER = "delimiter (.)";

  final String text;
  private int position;
  private int depth;
  private int furthest = -1;
  private int mismatch;
  private final Set<String> possible = new LinkedHashSet<>();

  Cursor(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  /** The character here, or {@link #END}. */
  char peek() {
    return atEnd() ? END : text.charAt(position);
  }

  boolean looksAt(String word) {
    return text.startsWith(word, position);
  }

  boolean accept(char wanted) {
    if (!atEnd() && text.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }

  boolean accept(String wanted) {
    if (text.startsWith(wanted, position)) {
      position += wanted.length();
      return true;
    }
    return false;
  }

  void expect(char wanted) {
    if (!accept(wanted)) {
      throw unexpected("\"" + wanted + "\"");
    }
  }

  /** Accepts a word of the grammar, or notes that it could have stood here. */
  boolean acceptWord(String wanted) {
    if (accept(wanted)) {
      return true;
    }
    noteWord(wanted);
    return false;
  }

  /** Notes that a word could have stood here. */
  void noteWord(String wanted) {
    int common = position;
    for (int i = 0; i < wanted.length() && common < text.length(); i++, common++) {
      if (text.charAt(common) != wanted.charAt(i)) {
        break;
      }
    }
    note("\"" + wanted + "\"", common);
  }

  /** Notes what could have stood here. */
  void note(String label) {
    note(label, position);
  }

  private void note(String label, int differsAt) {
    if (position > furthest) {
      furthest = position;
      mismatch = differsAt;
      possible.clear();
    }
    if (position == furthest) {
      possible.add(label);
    }
  }

  char next() {
    return text.charAt(position++);
  }

  void skipSpaces() {
    while (accept(' ')) {
      // all of them
    }
  }

  void expectEnd() {
    if (!atEnd()) {
      throw unexpected(END_OF_INPUT);
    }
  }

  /** The text from a former position up to here. */
  String since(int start) {
    return text.substring(start, position);
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxError(position, "unexpected nesting deeper than " + MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  SyntaxError unexpected(String expecting) {
    note(expecting);
    return new SyntaxError(furthest, "unexpected " + found() + " expecting " + expected());
  }

  /** The character at the error: in single quotes where the text could have ended. */
  private String found() {
    if (mismatch >= text.length()) {
      return END_OF_INPUT;
    }
    String found = new String(Character.toChars(text.codePointAt(mismatch)));
    return possible.contains(END_OF_INPUT) ? "'" + found + "'" : "\"" + found + "\"";
  }

  private String expected() {
    StringBuilder out = new StringBuilder();
    int left = possible.size();
    for (String label : possible) {
      out.append(label).append(left == 1 ? "" : left == 2 ? " or " : ", ");
      left--;
    }
    return out.toString();
  }
}
