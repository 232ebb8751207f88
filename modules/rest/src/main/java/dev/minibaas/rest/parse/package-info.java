/**
 * Stage 1: an HTTP request as text becomes an {@link dev.minibaas.rest.parse.ApiRequest}, without a
 * look at the database or its catalogue.
 */
@NullMarked
package dev.minibaas.rest.parse;

import org.jspecify.annotations.NullMarked;
