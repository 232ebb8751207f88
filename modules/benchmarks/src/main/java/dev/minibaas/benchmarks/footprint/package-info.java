/** In charge of what a started platform takes: time and processor until ready, memory at idle. */
@NullMarked
package dev.minibaas.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
