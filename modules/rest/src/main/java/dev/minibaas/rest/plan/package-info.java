/**
 * Stage 2: an {@link dev.minibaas.rest.parse.ApiRequest} is resolved against the {@link
 * dev.minibaas.rest.schema.SchemaCache} and becomes a {@link dev.minibaas.rest.plan.Plan}, in which
 * every relation, relationship, type and function is known.
 */
@NullMarked
package dev.minibaas.rest.plan;

import org.jspecify.annotations.NullMarked;
