package dev.minibaas.engines;

import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import java.util.LinkedHashMap;
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

  /** Changes of a row, without the owner. */
  static Map<String, @Nullable Object> changes(Scope scope, Map<String, @Nullable Object> data) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>(data);
    // MySQL and SQLite don't mind the case of a column's name
    scope
        .owner()
        .ifPresent(
            owner -> changes.entrySet().removeIf(entry -> isOwn(owner, entry.getKey(), entry.getValue())));
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
