/** The OpenAPI document that describes a schema to its caller. */
@NullMarked
package dev.minibaas.rest.openapi;

import org.jspecify.annotations.NullMarked;
