/** In charge of what a token costs, verified anew and from the cache. */
@NullMarked
package dev.minibaas.benchmarks.token;

import org.jspecify.annotations.NullMarked;
