package dev.minibaas.rest.parse;

import java.util.List;

/** A column, or a path into a JSON column. */
public record Field(String name, List<JsonStep> path) {
  public Field {
    path = List.copyOf(path);
  }

  public static Field of(String name) {
    return new Field(name, List.of());
  }

  public boolean isStar() {
    return name.equals("*") && path.isEmpty();
  }
}
