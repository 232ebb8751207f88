/** Connections to Redis, for all modules that have some. */
@NullMarked
package dev.minibaas.edge.redis;

import org.jspecify.annotations.NullMarked;
