/** In charge of whole requests under load, in turns with pgbench sending the same statements. */
@NullMarked
package dev.minibaas.benchmarks.load;

import org.jspecify.annotations.NullMarked;
