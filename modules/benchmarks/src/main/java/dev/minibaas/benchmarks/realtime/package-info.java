/** In charge of what changes cost on their way to many sockets, on the whole platform. */
@NullMarked
package dev.minibaas.benchmarks.realtime;

import org.jspecify.annotations.NullMarked;
