package dev.minibaas.rest.parse;

/** A text that the grammar doesn't produce. Each parameter turns it into a PGRST100 of its own. */
final class SyntaxError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;

  SyntaxError(int position, String details) {
    super(details, null, false, false);
    this.position = position;
  }

  int position() {
    return position;
  }

  String details() {
    return String.valueOf(getMessage());
  }
}
