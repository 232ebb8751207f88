/**
 * The SQL REST engine: PostgREST v12's HTTP interface. A request flows through {@code parse},
 * {@code plan}, {@code sql} and {@code http}; {@code schema} is what the plan is made against.
 */
@NullMarked
package dev.minibaas.rest;

import org.jspecify.annotations.NullMarked;
