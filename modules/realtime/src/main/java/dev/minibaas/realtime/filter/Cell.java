package dev.minibaas.realtime.filter;

/** What a row has in a column; types go by PostgreSQL's names for them, such as {@code int4}. */
public sealed interface Cell {
  String type();

  /**
   * @param text as PostgreSQL prints it
   */
  record Value(String type, String text) implements Cell {}

  record Null(String type) implements Cell {}

  /** A large value that the change leaves out, being the same as before. */
  record Unchanged(String type) implements Cell {}
}
