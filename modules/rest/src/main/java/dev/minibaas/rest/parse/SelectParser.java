package dev.minibaas.rest.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The select parameter. */
final class SelectParser {
  private final Cursor in;

  private SelectParser(String text) {
    this.in = new Cursor(text);
  }

  /**
   * What follows a whole item that ends by itself, an embed or a closing parenthesis, is ignored.
   */
  static List<SelectItem> parse(String text) {
    SelectParser parser = new SelectParser(text);
    parser.in.skipSpaces();
    return parser.in.atEnd() ? List.of() : parser.items();
  }

  private List<SelectItem> items() {
    List<SelectItem> items = new ArrayList<>();
    do {
      in.skipSpaces();
      items.add(item());
      in.skipSpaces();
    } while (in.accept(','));
    return items;
  }

  private SelectItem item() {
    if (in.accept("...")) {
      return embed(FieldParser.name(in), null, true);
    }
    if (in.accept('*')) {
      endColumn();
      return new SelectItem.Column(Field.of("*"), null, null, null, null);
    }
    String name = FieldParser.name(in);
    String alias = null;
    if (in.peek() == ':' && !in.looksAt("::")) {
      in.next();
      alias = name;
      in.skipSpaces();
      name = FieldParser.name(in);
    }
    if (name.equals("count") && in.accept("()")) {
      String cast = cast();
      endColumn();
      return new SelectItem.Column(Field.of("*"), alias, null, Aggregate.COUNT, cast);
    }
    return in.peek() == '(' || in.peek() == '!' ? embed(name, alias, false) : column(name, alias);
  }

  private SelectItem column(String name, @Nullable String alias) {
    Field field = new Field(name, FieldParser.jsonPath(in));
    String cast = cast();
    Aggregate aggregate = aggregate();
    String aggregateCast = aggregate == null ? null : cast();
    endColumn();
    return new SelectItem.Column(field, alias, cast, aggregate, aggregateCast);
  }

  private void endColumn() {
    in.skipSpaces();
    if (!in.atEnd() && in.peek() != ',' && in.peek() != ')') {
      in.note("\")\"");
      in.note("\",\"");
      throw in.unexpected(Cursor.END_OF_INPUT);
    }
  }

  private @Nullable String cast() {
    return in.acceptWord("::") ? FieldParser.word(in) : null;
  }

  private @Nullable Aggregate aggregate() {
    if (!in.acceptWord(".")) {
      return null;
    }
    int start = in.position();
    while (Character.isLetter(in.peek())) {
      in.next();
    }
    Aggregate aggregate = Aggregate.of(in.since(start));
    if (aggregate == null || !in.accept("()")) {
      in.moveTo(start);
      throw in.unexpected("\"sum()\", \"avg()\", \"count()\", \"max()\" or \"min()\"");
    }
    return aggregate;
  }

  private SelectItem embed(String relation, @Nullable String alias, boolean isSpread) {
    String hint = null;
    SelectItem.JoinType join = null;
    while (in.accept('!')) {
      String parameter = FieldParser.name(in);
      SelectItem.JoinType type = joinType(parameter);
      if (type == null ? hint != null : join != null) {
        throw in.unexpected("\"(\"");
      }
      if (type == null) {
        hint = parameter;
      } else {
        join = type;
      }
    }
    return new SelectItem.Embed(relation, alias, hint, join, isSpread, nested());
  }

  private static SelectItem.@Nullable JoinType joinType(String word) {
    return switch (word) {
      case "inner" -> SelectItem.JoinType.INNER;
      case "left" -> SelectItem.JoinType.LEFT;
      default -> null;
    };
  }

  private List<SelectItem> nested() {
    in.expect('(');
    in.enter();
    in.skipSpaces();
    List<SelectItem> items = in.peek() == ')' ? List.of() : items();
    in.expect(')');
    in.leave();
    return items;
  }
}
