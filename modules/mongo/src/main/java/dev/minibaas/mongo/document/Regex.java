package dev.minibaas.mongo.document;

import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions whose cost has a bound, whatever text they meet: nothing is repeated that
 * repeats or chooses inside, few things are repeated without end, and nothing refers back or looks
 * around. What is left takes a polynomial of low degree.
 */
final class Regex {
  private static final int MAX_LENGTH = 128;
  private static final int MAX_UNBOUNDED = 3;
  private static final int MAX_CHOICES = 10;
  private static final int MAX_COUNT = 100;
  private static final String FLAGS = "ims";
  private static final String ESCAPES = "dDwWsSbBtnr";

  private final String text;
  private int position;
  private int unbounded;
  private int choices;

  private Regex(String text) {
    this.text = text;
  }

  /**
   * The pattern, when it is allowed.
   *
   * @param options the letters beside it, if there are any
   */
  static BsonValue checked(BsonValue pattern, @Nullable BsonValue options) {
    if (!(pattern instanceof BsonString text) || text.getValue().length() > MAX_LENGTH) {
      throw Filter.invalid("$regex takes a text of at most " + MAX_LENGTH + " characters");
    }
    if (options != null
        && !(options instanceof BsonString flags
            && flags.getValue().length() <= FLAGS.length()
            && flags.getValue().chars().allMatch(flag -> FLAGS.indexOf(flag) >= 0))) {
      throw Filter.invalid("$options takes some of the letters " + FLAGS);
    }
    Regex regex = new Regex(text.getValue());
    regex.alternatives(0);
    if (regex.position < regex.text.length()) {
      throw refused("it has a bracket that nothing opened");
    }
    return pattern;
  }

  /** Tells whether there was something that may match in more than one way. */
  private boolean alternatives(int depth) {
    boolean varies = false;
    while (position < text.length() && text.charAt(position) != ')') {
      if (text.charAt(position) == '|') {
        position++;
        chosen();
        varies = true;
      } else {
        boolean inner = atom(depth);
        varies |= quantified(inner) | inner;
      }
    }
    return varies;
  }

  private boolean atom(int depth) {
    char c = text.charAt(position++);
    switch (c) {
      case '(' -> {
        return group(depth + 1);
      }
      case '[' -> characterClass();
      case '\\' -> escape();
      case '*', '+', '?', '{' -> throw refused("it repeats nothing, or a repetition");
      default -> {
        // a character that stands for itself, or a dot or an anchor
      }
    }
    return false;
  }

  private boolean group(int depth) {
    if (depth > 5) {
      throw refused("its groups are nested more than 5 deep");
    }
    if (text.startsWith("?", position)) {
      if (!text.startsWith("?:", position)) {
        throw refused("it has a group that looks around, or has a name or flags");
      }
      position += 2;
    }
    boolean varies = alternatives(depth);
    if (position >= text.length()) {
      throw refused("it has a bracket that nothing closes");
    }
    position++;
    return varies;
  }

  private void characterClass() {
    int start = position;
    if (text.startsWith("^", position)) {
      position++;
    }
    if (text.startsWith("]", position)) {
      throw refused("it has an empty class of characters");
    }
    while (position < text.length() && text.charAt(position) != ']') {
      char c = text.charAt(position++);
      if (c == '\\') {
        escape();
      } else if (c == '[' || (c == '&' && text.startsWith("&", position))) {
        // engines differ about these: classes in classes, and intersections
        throw refused("it has a bracket or && in a class of characters, not escaped");
      }
    }
    if (position++ >= text.length() || position - start > MAX_LENGTH) {
      throw refused("it has a class of characters that doesn't end");
    }
  }

  private void escape() {
    if (position >= text.length()) {
      throw refused("it ends with a backslash");
    }
    char c = text.charAt(position++);
    if (Letters.isAlphanumeric(c) && ESCAPES.indexOf(c) < 0) {
      throw refused("it has an escape that is not allowed");
    }
  }

  /** Reads the repetition after an atom, if there is one. */
  private boolean quantified(boolean varies) {
    if (position >= text.length()) {
      return false;
    }
    switch (text.charAt(position)) {
      case '*', '+' -> {
        position++;
        repeatedWithoutEnd();
      }
      case '?' -> {
        position++;
        chosen();
      }
      case '{' -> counted();
      default -> {
        return false;
      }
    }
    if (varies) {
      throw refused("it repeats what repeats or chooses inside");
    }
    if (position < text.length() && text.charAt(position) == '?') {
      position++; // reluctant
    }
    return true;
  }

  private void counted() {
    int end = text.indexOf('}', position);
    String counts = end < 0 ? "" : text.substring(position + 1, end);
    if (!counts.matches("[0-9]{1,3}(,[0-9]{0,3})?")) {
      throw refused("it has a brace that is no count of repetitions");
    }
    position = end + 1;
    for (String count : counts.split(",")) {
      if (Integer.parseInt(count) > MAX_COUNT) {
        throw refused("it repeats more than " + MAX_COUNT + " times");
      }
    }
    if (counts.indexOf(',') >= 0) {
      // a range is as good as no end
      repeatedWithoutEnd();
    }
  }

  private void repeatedWithoutEnd() {
    if (++unbounded > MAX_UNBOUNDED) {
      throw refused("it repeats without end more than " + MAX_UNBOUNDED + " times");
    }
  }

  private void chosen() {
    if (++choices > MAX_CHOICES) {
      throw refused("it has more than " + MAX_CHOICES + " choices");
    }
  }

  private static RuntimeException refused(String reason) {
    return Filter.invalid("the regular expression is not allowed: " + reason);
  }
}
