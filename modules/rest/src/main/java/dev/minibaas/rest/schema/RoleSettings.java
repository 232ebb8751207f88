package dev.minibaas.rest.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What ALTER ROLE … SET says of a role that requests run as. */
public record RoleSettings(@Nullable String isolation, Map<String, String> settings) {
  public static final RoleSettings NONE = new RoleSettings(null, Map.of());
}
