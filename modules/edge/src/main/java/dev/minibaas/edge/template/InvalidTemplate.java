package dev.minibaas.edge.template;

/** A template that can't be rendered; the message begins with the line. */
public final class InvalidTemplate extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTemplate(int line, String message) {
    super("line " + line + ": " + message);
  }
}
