/** In charge of who may see what: rows as a change shows them, and private channels. */
@NullMarked
package dev.minibaas.realtime.access;

import org.jspecify.annotations.NullMarked;
