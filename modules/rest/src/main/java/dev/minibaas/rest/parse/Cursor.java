package dev.minibaas.rest.parse;

/** A position in a text, and the few moves that a recursive-descent parser makes. */
final class Cursor {
  /** Deeper nesting than any client sends; it bounds the parser's own recursion. */
  private static final int MAX_DEPTH = 200;

  static final char END = '\uffff';

  final String text;
  private int position;
  private int depth;

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

  char next() {
    return text.charAt(position++);
  }

  void skipSpaces() {
    while (accept(' ')) {
      // all of them
    }
  }

  void expectEnd(String otherwise) {
    if (!atEnd()) {
      throw unexpected(otherwise);
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
    String found =
        atEnd()
            ? "end of input"
            : "\"" + new String(Character.toChars(text.codePointAt(position))) + "\"";
    return new SyntaxError(position, "unexpected " + found + " expecting " + expecting);
  }
}
