/** In charge of the platform that is measured: one that runs already, or one of its own. */
@NullMarked
package dev.minibaas.benchmarks.stack;

import org.jspecify.annotations.NullMarked;
