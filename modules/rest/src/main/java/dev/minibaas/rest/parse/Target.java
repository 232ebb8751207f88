package dev.minibaas.rest.parse;

/** What a path names. */
public sealed interface Target {
  record Root() implements Target {}

  record Relation(String name) implements Target {}

  /**
   * @param isRoot whether the path was {@code /}, which a setting lets a function answer
   */
  record Routine(String name, boolean isRoot) implements Target {}
}
