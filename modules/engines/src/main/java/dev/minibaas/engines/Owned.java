package dev.minibaas.engines;

import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.Filter.And;
import dev.minibaas.engines.command.Filter.Compare;
import dev.minibaas.engines.command.Filter.Comparison;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The owner's column in what a caller writes: theirs to have, never theirs to choose. */
final class Owned {
  private Owned() {}

  /** Data of a new row, with the owner in it. */
  static Map<String, @Nullable Object> data(Scope scope, Map<String, @Nullable Object> data) {
    Map<String, @Nullable Object> owned = changes(scope, data);
    scope.owner().ifPresent(owner -> owned.put(owner.column(), owner.subject()));
    return owned;
  }

  /** The filter and, where there is an owner, their rows alone. */
  static Filter filter(Scope scope, Filter filter) {
    return scope
        .owner()
        .<Filter>map(owner ->
            new And(
                List.of(new Compare(owner.column(), Comparison.EQUAL, owner.subject()), filter)))
        .orElse(filter);
  }

  /** Changes of a row, without the owner. */
  static Map<String, @Nullable Object> changes(Scope scope, Map<String, @Nullable Object> data) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>(data);
    // MySQL and SQLite don't mind the case of a column's name
    scope
        .owner()
        .ifPresent(owner ->
            changes.entrySet().removeIf(entry -> isOwn(owner, entry.getKey(), entry.getValue())));
    return changes;
  }

  private static boolean isOwn(Scope.Owner owner, String column, @Nullable Object value) {
    if (!owner.column().equalsIgnoreCase(column)) {
      return false;
    }
    if (!owner.subject().equals(value)) {
      throw new InvalidCommand(Part.OWNER, "column " + column + " holds the owner of a row");
    }
    return true;
  }
}
