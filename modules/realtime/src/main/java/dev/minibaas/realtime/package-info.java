/** In charge of {@code /realtime/v1}: what changes, to everyone who may see it, in order. */
@NullMarked
package dev.minibaas.realtime;

import org.jspecify.annotations.NullMarked;
