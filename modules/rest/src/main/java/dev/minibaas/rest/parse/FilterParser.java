package dev.minibaas.rest.parse;

import dev.minibaas.rest.parse.LogicTree.Connective;
import dev.minibaas.rest.parse.Operation.Quantifier;
import dev.minibaas.rest.parse.Operation.TextSearch;
import dev.minibaas.rest.parse.Operation.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Filters and logic trees. Inside a tree a value ends at a comma or parenthesis. */
final class FilterParser {
  private static final String OPERATOR = "operator (eq, gt, ...)";

  private final Cursor in;
  private final boolean inTree;

  private FilterParser(Cursor in, boolean inTree) {
    this.in = in;
    this.inTree = inTree;
  }

  /** The value of a filter parameter. */
  static Filter filter(Field field, String text) {
    Cursor in = new Cursor(text);
    Filter filter = new FilterParser(in, false).condition(field);
    in.expectEnd();
    return filter;
  }

  /** {@code and(…)} or {@code not.or(…)}; what follows the closing parenthesis is ignored. */
  static LogicTree tree(String text) {
    return new FilterParser(new Cursor(text), true).branch();
  }

  private LogicTree branch() {
    boolean negated = in.accept("not.");
    Connective connective = connective();
    if (connective == null) {
      throw in.unexpected("logic operator (and, or)");
    }
    in.skipSpaces();
    in.expect('(');
    in.enter();
    List<LogicTree> members = new ArrayList<>();
    do {
      in.skipSpaces();
      members.add(member());
      in.skipSpaces();
    } while (in.accept(','));
    in.expect(')');
    in.leave();
    return new LogicTree.Branch(negated, connective, members);
  }

  private @Nullable Connective connective() {
    return in.accept("and") ? Connective.AND : in.accept("or") ? Connective.OR : null;
  }

  private LogicTree member() {
    if (opensBranch()) {
      return branch();
    }
    Field field = field();
    in.skipSpaces();
    expectDelimiter();
    return new LogicTree.Leaf(condition(field));
  }

  private Field field() {
    int start = in.position();
    try {
      return FieldParser.field(in);
    } catch (SyntaxError e) {
      if (in.position() != start) {
        throw e;
      }
      in.note("negation operator (not)");
      throw in.unexpected("logic operator (and, or)");
    }
  }

  private void expectDelimiter() {
    if (!in.accept('.')) {
      throw in.unexpected(Cursor.DELIMITER);
    }
  }

  /** A column may be called {@code or}: only a parenthesis makes it a branch. */
  private boolean opensBranch() {
    int start = in.position();
    in.accept("not.");
    boolean opens = connective() != null;
    in.skipSpaces();
    opens = opens && in.peek() == '(';
    in.moveTo(start);
    return opens;
  }

  private Filter condition(Field field) {
    boolean negated = in.accept("not.");
    if (!negated) {
      in.noteWord("not");
    }
    return new Filter(field, negated, operation());
  }

  private Operation operation() {
    int start = in.position();
    while (in.peek() >= 'a' && in.peek() <= 'z') {
      in.next();
    }
    String word = in.since(start);
    Operation operation =
        switch (word) {
          case "in" -> list();
          case "is" -> truth();
          case "isdistinct" -> new Operation.IsDistinctFrom(dotValue());
          default -> comparison(word);
        };
    if (operation == null) {
      in.moveTo(start);
      throw in.unexpected(OPERATOR);
    }
    return operation;
  }

  private @Nullable Operation comparison(String word) {
    Operator operator = Operator.of(word);
    if (operator != null) {
      Quantifier quantifier = operator.isQuantifiable() ? quantifier() : null;
      return new Operation.Compare(operator, quantifier, dotValue());
    }
    TextSearch search = TextSearch.of(word);
    return search == null ? null : new Operation.FullText(search, language(), dotValue());
  }

  private @Nullable Quantifier quantifier() {
    in.note("\"(\"");
    return in.accept("(any)") ? Quantifier.ANY : in.accept("(all)") ? Quantifier.ALL : null;
  }

  private @Nullable String language() {
    if (!in.accept('(')) {
      return null;
    }
    String language = FieldParser.word(in);
    in.expect(')');
    return language;
  }

  private Operation truth() {
    expectDelimiter();
    int start = in.position();
    while (Character.isLetter(in.peek())) {
      in.next();
    }
    String word = in.since(start).toLowerCase(Locale.ROOT);
    for (Truth truth : Truth.values()) {
      if (truth.word().equals(word)) {
        return new Operation.Is(truth);
      }
    }
    in.moveTo(start);
    throw in.unexpected("null or trilean value (unknown, true, false)");
  }

  private Operation list() {
    expectDelimiter();
    in.skipSpaces();
    in.expect('(');
    in.skipSpaces();
    List<String> values = new ArrayList<>();
    do {
      values.add(element());
    } while (in.accept(','));
    in.expect(')');
    in.skipSpaces();
    return new Operation.In(values);
  }

  private String element() {
    String quoted = quotedBefore();
    return quoted != null ? quoted : untilSeparator();
  }

  /** A quoted value, if a separator or the end follows it; else the quotes are part of it. */
  private @Nullable String quotedBefore() {
    int start = in.position();
    if (in.peek() != '"') {
      return null;
    }
    try {
      String value = FieldParser.quoted(in);
      if (in.atEnd() || in.peek() == ',' || in.peek() == ')') {
        return value;
      }
    } catch (SyntaxError e) {
      // no closing quote: a plain value that begins with one
    }
    in.moveTo(start);
    return null;
  }

  private String untilSeparator() {
    int start = in.position();
    while (!in.atEnd() && in.peek() != ',' && in.peek() != ')') {
      in.next();
    }
    return in.since(start);
  }

  private String dotValue() {
    expectDelimiter();
    if (!inTree) {
      int start = in.position();
      in.moveTo(in.text.length());
      return in.since(start);
    }
    String quoted = quotedBefore();
    if (quoted != null) {
      return quoted;
    }
    String array = array();
    return array != null ? array : untilSeparator();
  }

  /** A flat array literal, whose commas belong to it. */
  private @Nullable String array() {
    int start = in.position();
    if (in.peek() != '{') {
      return null;
    }
    int end = in.text.indexOf('}', start);
    int nested = in.text.indexOf('{', start + 1);
    if (end < 0 || nested >= 0 && nested < end) {
      return null;
    }
    in.moveTo(end + 1);
    return in.since(start);
  }
}
