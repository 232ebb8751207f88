package dev.minibaas.realtime.change;

/** The value of one column. */
public sealed interface Value {
  /** In the text form of its type, as PostgreSQL writes it. */
  record Text(String text) implements Value {}

  /** SQL's null. */
  record Null() implements Value {}

  /**
   * A large value, stored out of line, that the update left as it was; what it is, is not said.
   * Where the old image has it, the new image has it too.
   */
  record Unchanged() implements Value {}

  Value NULL = new Null();
  Value UNCHANGED = new Unchanged();

  static Value of(String text) {
    return new Text(text);
  }
}
