/** In charge of connections: handshakes, frames in and out, and clients that are slow or silent. */
@NullMarked
package dev.minibaas.realtime.socket;

import org.jspecify.annotations.NullMarked;
