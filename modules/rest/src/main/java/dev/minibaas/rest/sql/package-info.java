/**
 * Stage 3: a {@link dev.minibaas.rest.plan.Plan} becomes one SQL statement, runs as the caller, and
 * brings back one row. Nothing here knows of HTTP.
 */
@NullMarked
package dev.minibaas.rest.sql;

import org.jspecify.annotations.NullMarked;
