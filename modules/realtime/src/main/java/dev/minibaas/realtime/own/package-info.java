/**
 * The messages of the platform's own protocol: JSON texts to records and back, their limits and
 * every error that a client can be told. No connection and no state.
 */
@NullMarked
package dev.minibaas.realtime.own;

import org.jspecify.annotations.NullMarked;
