/**
 * In charge of the way of an event: from the log, in order, to every subscription that wants it and
 * may see it.
 */
@NullMarked
package dev.minibaas.realtime.hub;

import org.jspecify.annotations.NullMarked;
