package dev.minibaas.rest.http;

import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.sql.Invocation;

/** Writes the OpenAPI document of a schema, as its caller may see it. */
@FunctionalInterface
interface Describer {
  byte[] describe(String schema, SchemaCache cache, Invocation invocation);
}
