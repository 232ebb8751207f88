package dev.minibaas.rest.plan;

import dev.minibaas.rest.parse.JsonStep;
import dev.minibaas.rest.schema.Column.Representation;
import java.util.List;

/**
 * A column, or a path into one, whose type is known.
 *
 * @param viaJsonb whether a path must turn the column into jsonb first
 * @param type what a value compared with it is cast to
 */
public record FieldRef(
    String name,
    List<JsonStep> path,
    boolean viaJsonb,
    String type,
    Representation representation) {

  public boolean isStar() {
    return name.equals("*") && path.isEmpty();
  }

  /** A path's result is called by its last key; one that has none, by its column. */
  String resultName() {
    for (int i = path.size() - 1; i >= 0; i--) {
      String key = path.get(i).operand();
      // a key may be empty in JSON, but no column can be called so; NUL ends a name
      if (!path.get(i).isIndex() && !key.isEmpty() && key.charAt(0) != '\0') {
        return key;
      }
    }
    return name;
  }
}
