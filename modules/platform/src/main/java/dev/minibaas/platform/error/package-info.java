/**
 * Errors of the platform's own services: a closed set of codes in one envelope, mapped once. The
 * services that speak PostgREST's or GoTrue's formats have their own sets.
 */
@NullMarked
package dev.minibaas.platform.error;

import org.jspecify.annotations.NullMarked;
