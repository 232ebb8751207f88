/**
 * In charge of channels as supabase-js knows them: joins, changes of rows, broadcasts and presence,
 * across nodes; over a socket and, for broadcasts, over HTTP.
 */
@NullMarked
package dev.minibaas.realtime.channels;

import org.jspecify.annotations.NullMarked;
