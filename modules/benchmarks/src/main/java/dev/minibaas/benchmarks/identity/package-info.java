/** In charge of what signing in and refreshing cost, beside their peers. */
@NullMarked
package dev.minibaas.benchmarks.identity;

import org.jspecify.annotations.NullMarked;
