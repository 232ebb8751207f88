/** In charge of what the benchmarks share: the command that starts one, and the data they read. */
@NullMarked
package dev.minibaas.benchmarks;

import org.jspecify.annotations.NullMarked;
