package dev.minibaas.rest.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names, quoted texts and JSON paths: what every parameter is made of. */
final class FieldParser {
  private static final String NAME = "field name (* or [a..z0..9_$])";
  private static final String KEY = "any non reserved character different from: .,>()";

  private FieldParser() {}

  static Field field(Cursor in) {
    String name = name(in);
    return new Field(name, jsonPath(in));
  }

  /** A quoted name, or words joined by single dashes. */
  static String name(Cursor in) {
    int start = in.position();
    if (in.peek() == '"') {
      String quoted = quoted(in);
      if (quoted.isEmpty() || quoted.indexOf('\0') >= 0) {
        in.moveTo(start); // no name in PostgreSQL
        throw in.unexpected(NAME);
      }
      return quoted;
    }
    String first = word(in);
    if (in.peek() != '-') {
      in.note("\"-\"");
      return first;
    }
    StringBuilder name = new StringBuilder(first);
    while (in.peek() == '-' && !in.looksAt("->")) {
      in.next();
      name.append('-').append(word(in));
    }
    return name.toString();
  }

  /** Letters of any script, digits, underscores, dollars and inner spaces. */
  static String word(Cursor in) {
    int start = in.position();
    while (!in.atEnd()) {
      int point = in.text.codePointAt(in.position());
      if (!isWordPart(point)) {
        break;
      }
      in.moveTo(in.position() + Character.charCount(point));
    }
    String word = in.since(start).strip();
    if (word.isEmpty()) {
      in.moveTo(start);
      throw in.unexpected(NAME);
    }
    in.note("letter");
    in.note("digit");
    return word;
  }

  private static boolean isWordPart(int point) {
    if (point < 128) {
      return point >= 'a' && point <= 'z'
          || point >= 'A' && point <= 'Z'
          || point >= '0' && point <= '9'
          || point == '_'
          || point == ' '
          || point == '$';
    }
    return Character.isLetterOrDigit(point) || isMark(point);
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** A text in double quotes, in which a backslash protects any character. */
  static String quoted(Cursor in) {
    in.expect('"');
    StringBuilder text = new StringBuilder();
    while (!in.accept('"')) {
      if (in.accept('\\') && in.atEnd() || in.atEnd()) {
        throw in.unexpected("\"\\\"\"");
      }
      text.append(in.next());
    }
    return text.toString();
  }

  static List<JsonStep> jsonPath(Cursor in) {
    List<JsonStep> path = new ArrayList<>();
    while (in.accept("->")) {
      boolean asText = in.accept('>');
      path.add(step(in, asText));
    }
    in.note("\"->>\"");
    in.note("\"->\"");
    return path.isEmpty() ? List.of() : path;
  }

  private static JsonStep step(Cursor in, boolean asText) {
    int start = in.position();
    String index = index(in);
    if (index != null) {
      return new JsonStep(asText, true, index);
    }
    in.moveTo(start);
    return new JsonStep(asText, false, key(in));
  }

  private static @Nullable String index(Cursor in) {
    int start = in.position();
    if (!in.accept('-')) {
      in.note("\"-\"");
    }
    int digits = in.position();
    while (in.peek() >= '0' && in.peek() <= '9') {
      in.next();
    }
    in.note("digit");
    return in.position() > digits && endsIndex(in) ? in.since(start) : null;
  }

  private static boolean endsIndex(Cursor in) {
    return in.atEnd()
        || in.looksAt("->")
        || in.looksAt("::")
        || in.peek() == '.'
        || in.peek() == ','
        || in.peek() == ')';
  }

  /** A quoted key, or runs of unreserved characters joined by single dashes. */
  private static String key(Cursor in) {
    if (in.peek() == '"') {
      return quoted(in);
    }
    StringBuilder key = new StringBuilder(run(in));
    while (in.peek() == '-' && !in.looksAt("->")) {
      in.next();
      key.append('-').append(run(in));
    }
    return key.toString();
  }

  private static String run(Cursor in) {
    int start = in.position();
    while (!in.atEnd() && "():,.->".indexOf(in.peek()) < 0) {
      in.next();
    }
    String run = in.since(start).strip();
    if (run.isEmpty()) {
      in.moveTo(start);
      throw in.unexpected(KEY);
    }
    return run;
  }

  /** Names separated by commas: the columns and on_conflict parameters. */
  static List<String> names(String text) {
    Cursor in = new Cursor(text);
    List<String> names = new ArrayList<>();
    do {
      in.skipSpaces();
      names.add(name(in));
      in.skipSpaces();
    } while (in.accept(','));
    in.note("\",\"");
    in.expectEnd();
    return names;
  }
}
