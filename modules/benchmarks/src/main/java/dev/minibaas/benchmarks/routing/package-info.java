/** In charge of what the realtime service's own work costs: filters and the way of an event. */
@NullMarked
package dev.minibaas.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
