/** In charge of the schema cache of a large database: its loads, also while it is read. */
@NullMarked
package dev.minibaas.benchmarks.schema;

import org.jspecify.annotations.NullMarked;
