/** What a document costs beside a servlet that asks the driver for it and does nothing else. */
@NullMarked
package dev.minibaas.benchmarks.mongo;

import org.jspecify.annotations.NullMarked;
