/** In charge of sending HTTP requests over many connections, and of timing the answers. */
@NullMarked
package dev.minibaas.benchmarks.http;

import org.jspecify.annotations.NullMarked;
