package dev.minibaas.rest.parse;

import dev.minibaas.rest.parse.OrderTerm.Direction;
import dev.minibaas.rest.parse.OrderTerm.Nulls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order parameter. */
final class OrderParser {
  private OrderParser() {}

  static List<OrderTerm> parse(String text) {
    Cursor in = new Cursor(text);
    List<OrderTerm> terms = new ArrayList<>();
    do {
      in.skipSpaces();
      terms.add(term(in));
      in.skipSpaces();
    } while (in.accept(','));
    in.expectEnd("\",\" or end of input");
    return terms;
  }

  private static OrderTerm term(Cursor in) {
    String name = FieldParser.name(in);
    String relation = null;
    Field field;
    if (in.accept('(')) {
      relation = name;
      field = FieldParser.field(in);
      in.expect(')');
    } else {
      field = new Field(name, FieldParser.jsonPath(in));
    }
    Direction direction = in.peek() == '.' ? direction(in) : null;
    Nulls nulls = in.accept('.') ? nulls(in) : null;
    return new OrderTerm(relation, field, direction, nulls);
  }

  private static @Nullable Direction direction(Cursor in) {
    return in.accept(".asc") ? Direction.ASC : in.accept(".desc") ? Direction.DESC : null;
  }

  private static Nulls nulls(Cursor in) {
    if (in.accept("nullsfirst")) {
      return Nulls.FIRST;
    }
    if (in.accept("nullslast")) {
      return Nulls.LAST;
    }
    throw in.unexpected("\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"");
  }
}
