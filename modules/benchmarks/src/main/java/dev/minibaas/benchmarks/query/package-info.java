/** What the query service adds to a statement of the driver. */
@NullMarked
package dev.minibaas.benchmarks.query;

import org.jspecify.annotations.NullMarked;
