package dev.minibaas.rest.sql;

import java.util.Set;

/**
 * What a caller may use of a schema.
 *
 * @param relations on which it has some privilege
 * @param functions that it may execute, by their oid
 */
public record Visible(Set<String> relations, Set<Long> functions) {}
