package dev.minibaas.rest.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue at one moment.
 *
 * @param tables every relation that a request may name or a function may return
 * @param relationships by source relation
 * @param routines of the exposed schemas, overloads together
 * @param computedColumns functions over a relation's row: the type of their result by relation and
 *     name
 * @param timezones the names that the database knows
 */
public record SchemaCache(
    Map<Name, Table> tables,
    Map<Name, List<Relationship>> relationships,
    Map<Name, List<Routine>> routines,
    Map<Name, Map<String, String>> computedColumns,
    List<MediaHandler> handlers,
    Map<String, RoleSettings> roles,
    Set<String> timezones,
    Map<String, String> schemaComments) {

  public @Nullable Table table(Name name) {
    return tables.get(name);
  }

  /** The relationships of a relation with relations of a schema. */
  public List<Relationship> relationships(Name table, String foreignSchema) {
    List<Relationship> all = relationships.get(table);
    return all == null
        ? List.of()
        : all.stream().filter(r -> r.foreignTable().schema().equals(foreignSchema)).toList();
  }

  public List<Routine> routines(Name name) {
    return routines.getOrDefault(name, List.of());
  }

  public RoleSettings role(String role) {
    return roles.getOrDefault(role, RoleSettings.NONE);
  }
}
