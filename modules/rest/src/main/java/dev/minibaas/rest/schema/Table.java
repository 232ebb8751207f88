package dev.minibaas.rest.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A relation that rows can be read from: a table, view, materialized view or foreign table.
 *
 * @param key the primary key's columns; for a view those of its base tables, as far as it shows
 *     them
 * @param columns in their order
 */
public record Table(
    Name name,
    @Nullable String description,
    boolean isView,
    boolean insertable,
    boolean updatable,
    boolean deletable,
    List<String> key,
    Map<String, Column> columns) {

  public Table {
    key = List.copyOf(key);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** A relation that the catalogue doesn't have. */
  public static Table unknown(Name name) {
    return new Table(name, null, false, true, true, true, List.of(), Map.of());
  }

  Table withKey(List<String> newKey) {
    return new Table(name, description, isView, insertable, updatable, deletable, newKey, columns);
  }
}
