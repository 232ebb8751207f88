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
    in.note("\",\"");
    in.expectEnd();
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
      in.skipSpaces();
    }
    Direction direction = direction(in);
    return new OrderTerm(relation, field, direction, nulls(in));
  }

  private static @Nullable Direction direction(Cursor in) {
    int start = in.position();
    if (in.accept('.')) {
      if (in.acceptWord("asc")) {
        return Direction.ASC;
      }
      if (in.acceptWord("desc")) {
        return Direction.DESC;
      }
      in.moveTo(start);
    }
    return null;
  }

  private static @Nullable Nulls nulls(Cursor in) {
    if (!in.accept('.')) {
      in.note(Cursor.DELIMITER);
      return null;
    }
    if (in.acceptWord("nullsfirst")) {
      return Nulls.FIRST;
    }
    if (in.acceptWord("nullslast")) {
      return Nulls.LAST;
    }
    throw in.unexpected("\"nullslast\"");
  }
}
