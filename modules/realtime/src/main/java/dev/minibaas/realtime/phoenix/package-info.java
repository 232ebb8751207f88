/**
 * The protocol of Phoenix channels as realtime-js speaks it: frames of vsn 1.0.0 and 2.0.0 to
 * messages and back, what a join asks for, and the replies. No connection and no state.
 */
@NullMarked
package dev.minibaas.realtime.phoenix;

import org.jspecify.annotations.NullMarked;
