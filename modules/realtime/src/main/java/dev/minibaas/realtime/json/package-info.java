/** JSON that came from outside: read with limits, so that no text can exhaust the reader. */
@NullMarked
package dev.minibaas.realtime.json;

import org.jspecify.annotations.NullMarked;
