/** Requests that want SQL of their own run, and what of them reaches PostgreSQL. */
@NullMarked
package dev.minibaas.rest.hostile;

import org.jspecify.annotations.NullMarked;
