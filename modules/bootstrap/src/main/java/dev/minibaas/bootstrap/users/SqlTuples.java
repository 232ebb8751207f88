package dev.minibaas.bootstrap.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tuples of a {@code VALUES} list, read line by line: constants only, as dumps have them. What
 * follows the list ({@code ON CONFLICT …}) is passed over.
 */
final class SqlTuples {
  private final Consumer<List<@Nullable String>> tuples;
  private final StringBuilder value = new StringBuilder();
  private List<@Nullable String> values = new ArrayList<>();
  private boolean inTuple;
  private boolean inText;
  private boolean hasText;
  private boolean escapes;

  SqlTuples(Consumer<List<@Nullable String>> tuples) {
    this.tuples = tuples;
  }

  /** Takes the next line; whether the statement is over. */
  boolean accept(@Nullable String line) {
    if (line == null) {
      return false;
    }
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (inText) {
        i = text(line, i);
      } else if (c == '\'') {
        escapes = value.toString().strip().equalsIgnoreCase("E");
        value.setLength(0);
        inText = true;
        hasText = true;
      } else if (!inTuple) {
        if (c == ';') {
          return true;
        }
        inTuple = c == '(';
      } else if (c == ',' || c == ')') {
        endValue();
        if (c == ')') {
          endTuple();
        }
      } else if (!hasText) {
        value.append(c);
      }
    }
    if (inText) {
      value.append('\n');
    }
    return false;
  }

  /** The place of the last character read. */
  private int text(String line, int place) {
    char c = line.charAt(place);
    boolean hasNext = place + 1 < line.length();
    if (c == '\'' && hasNext && line.charAt(place + 1) == '\'') {
      value.append('\'');
      return place + 1;
    }
    if (c == '\'') {
      inText = false;
    } else if (c == '\\' && escapes && hasNext) {
      value.append(EscapedCharacter.of(line.charAt(place + 1)));
      return place + 1;
    } else {
      value.append(c);
    }
    return place;
  }

  private void endValue() {
    if (hasText) {
      values.add(value.toString());
    } else {
      String constant = value.toString().strip().toLowerCase(Locale.ROOT);
      // a dump leaves generated columns to the database
      values.add(constant.equals("null") || constant.equals("default") ? null : constant);
    }
    value.setLength(0);
    hasText = false;
  }

  private void endTuple() {
    inTuple = false;
    tuples.accept(values);
    values = new ArrayList<>();
  }
}
