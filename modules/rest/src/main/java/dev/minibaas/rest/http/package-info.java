/**
 * Stage 4, and the ends of the pipeline: HTTP requests come in as text, answers go out as bytes.
 * Nothing here knows of SQL.
 */
@NullMarked
package dev.minibaas.rest.http;

import org.jspecify.annotations.NullMarked;
