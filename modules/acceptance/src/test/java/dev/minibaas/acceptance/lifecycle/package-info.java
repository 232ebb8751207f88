/** In charge of how an instance starts, refuses to start, and survives its end. */
@NullMarked
package dev.minibaas.acceptance.lifecycle;

import org.jspecify.annotations.NullMarked;
