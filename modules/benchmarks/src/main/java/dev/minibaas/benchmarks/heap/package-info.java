/** In charge of showing that a platform that answers a million requests holds no more memory. */
@NullMarked
package dev.minibaas.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
