/**
 * What the database's catalogue says: relations, keys, relationships, functions, media handlers. An
 * immutable {@link dev.minibaas.rest.schema.SchemaCache}, loaded in one transaction and replaced
 * when the database says so.
 */
@NullMarked
package dev.minibaas.rest.schema;

import org.jspecify.annotations.NullMarked;
